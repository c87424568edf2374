import setUp from '../support/setup/saga';
import { stopAll } from '../support/setup/started';
import { rigForProperties } from './properties/search';
import { CALM, playRound } from './properties/round';
import type { Script } from './properties/script';
import { wordsOf } from './judge/violation';
(async () => {
  await setUp();
  const rig = await rigForProperties();
  const t0 = Date.now();
  const log = (s: string) => console.log(((Date.now() - t0) / 1000).toFixed(1), s);
  const script = JSON.parse(process.argv[2]!) as Script;
  for (let i = 0; i < 4; i++) {
    const { played, common } = await playRound(rig, Array.from({ length: 20 }, () => script), { ...CALM, rushed: i % 2 === 1 });
    log(JSON.stringify(played.map((p) => p.ending)));
    const bad = played.filter((p) => p.violations.length > 0);
    for (const p of bad) { log(wordsOf(p.violations).join('; ')); console.log(JSON.stringify(await rig.history(p.bookingId))); }
    log(wordsOf(common).join('\n'));
    if (bad.length) break;
  }
  await stopAll(); process.exit(0);
})().catch(async (e) => { console.error(e); await stopAll(); process.exit(1); });
