import setUp from '../support/setup/saga';
import { stopAll } from '../support/setup/started';
import { rigForProperties } from './properties/search';
import { playRound } from './properties/round';
import type { Script } from './properties/script';
import { wordsOf } from './judge/violation';
import { Client, Connection } from '@temporalio/client';
(async () => {
  await setUp();
  const rig = await rigForProperties();
  const script = JSON.parse(process.argv[2]!) as Script;
  const { played, common } = await playRound(rig, Array.from({ length: 30 }, () => script));
  console.log(wordsOf([...played.flatMap((p) => p.violations), ...common]).join('\n'));
  const client = new Client({ connection: await Connection.connect({ address: rig.env.address }) });
  const show = async (id: string) => {
    const { events = [] } = await client.workflow.getHandle(id).fetchHistory();
    console.log(id, events!.length);
    for (const e of [...events!.slice(0, 45), ...events!.slice(45).slice(-25)]) console.log(String(e.eventId), new Date(Number(e.eventTime!.seconds) * 1000).toISOString(), e.eventType, e.activityTaskScheduledEventAttributes?.activityType?.name ?? e.workflowExecutionSignaledEventAttributes?.signalName ?? '', e.timerStartedEventAttributes?.startToFireTimeout?.seconds?.toString() ?? '', Buffer.from(e.activityTaskCompletedEventAttributes?.result?.payloads?.[0]?.data ?? []).toString().slice(0, 300));
  };
  const bad = played.find((p) => p.violations.length > 0); if (!bad) { console.log('none'); await stopAll(); process.exit(0); }
  await show(`booking-${bad.bookingId}`);
  for (const r of await rig.db.refund.findMany({ where: { payment: { bookingId: bad.bookingId } } })) { console.log(JSON.stringify(r)); await show(r.workflowId); }
  console.log(JSON.stringify(await rig.db.stripeEvent.findMany({ select: { type: true, outcome: true, deliveries: true } })));
  await stopAll(); process.exit(0);
})().catch(async (e) => { console.error(e); await stopAll(); process.exit(1); });
