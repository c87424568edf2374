import { randomUUID } from 'node:crypto';
import { Router, type Request } from 'express';
import { disputeOfBooking, type DisputeOfBooking } from '../db/disputes';
import { evidenceRows } from '../db/evidence';
import { needsEvidence, outcomeOf } from '../domain/dispute';
import { evidencePack } from '../domain/evidence/pack';
import { evidenceText } from '../domain/evidence/text';
import { hash24 } from '../domain/ids';
import type { EvidenceOrder, EvidenceOutcome } from '../temporal/disputes';
import { evidenceBody } from './bodies';
import type { ApiDependencies } from './dependencies';
import { keyedRequest, type Once } from './idempotency';
import { Problem, isProblemCode, unavailable } from './problem';
import { replied } from './replies';
import { invalid, parse } from './validation';
import { disputeView, timeView } from './views';

/** A dispute, the evidence that we have against it, and the order to send that to Stripe. */
export function disputeRoutes(deps: ApiDependencies, { once }: { once: Once }): Router {
  const { db, disputes, authentication, logger } = deps;
  const router = Router({ caseSensitive: true });

  router.get('/api/v1/disputes/:disputeId', async (req, res) => {
    res.json(wholeView(await disputeOr404(req.params.disputeId)));
  });

  router.get('/api/v1/disputes/:disputeId/evidence', async (req, res) => {
    const { disputeId, stripeChargeId } = await disputeOr404(req.params.disputeId);
    const format = formatOf(req);
    const rows = await evidenceRows(db, disputeId);
    if (!rows) throw notFound();
    const pack = evidencePack(rows, await authenticationOf(stripeChargeId));
    res.attachment(`evidence-${disputeId}.${format === 'text' ? 'txt' : 'json'}`);
    res.send(format === 'text' ? evidenceText(pack) : JSON.stringify(pack, undefined, 2));
  });

  router.post('/api/v1/disputes/:disputeId/evidence', async (req, res) => {
    const order = orderOf(req);
    const dispute = await disputeOr404(req.params.disputeId);
    const { disputeId } = dispute;
    const keyed = keyedRequest(req, res, `POST /api/v1/disputes/${disputeId}/evidence`);
    const answer = await once(keyed, async () => {
      // By the caller's key: a repeat whose first answer was lost is told what became of that.
      const updateId = keyed ? `key-${hash24(`${keyed.scope}|${keyed.key}`)}` : randomUUID();
      if (!keyed) mustBeDue(dispute);
      mustBeSent(await send(dispute, order, updateId));
      return { status: 200, body: wholeView(await disputeOr404(disputeId)) };
    });
    replied(res, answer).json(answer.body);
  });

  /** Its workflow may have been terminated; while the dispute is open, there has to be one. */
  async function send(
    dispute: DisputeOfBooking,
    order: EvidenceOrder,
    updateId: string,
  ): Promise<EvidenceOutcome> {
    const { disputeId, payment } = dispute;
    const sent = await disputes.submitEvidence(disputeId, order, updateId);
    if (sent.outcome !== 'gone') return sent;
    mustBeDue(dispute);
    await disputes.tell({ disputeId, bookingId: payment.bookingId });
    return disputes.submitEvidence(disputeId, order, updateId);
  }

  async function disputeOr404(disputeId: string): Promise<DisputeOfBooking> {
    const known = /^d[pu]_\w{1,250}$/.test(disputeId) && (await disputeOfBooking(db, disputeId));
    if (known) return known;
    throw notFound();
  }

  async function authenticationOf(chargeId: string) {
    try {
      return await authentication(chargeId);
    } catch (error) {
      logger.warn({ fault: error instanceof Error ? error.name : 'unknown' }, 'Stripe not read');
      throw unavailable('Stripe is slow.');
    }
  }

  return router;
}

function orderOf(req: Request): EvidenceOrder {
  const { reason, text } = parse(evidenceBody, (req.body as unknown) ?? {});
  return { reason, ...(text !== undefined && { text }) };
}

/** The parameter wins, because a link has no headers. */
function formatOf(req: Request): 'json' | 'text' {
  const { format } = req.query;
  if (format === 'json' || format === 'text') return format;
  if (format !== undefined) throw invalid([{ path: 'format', message: 'Ask for json or text.' }]);
  return req.accepts(['json', 'text']) === 'text' ? 'text' : 'json';
}

function mustBeDue({ status, evidenceSubmittedAt }: DisputeOfBooking): void {
  if (outcomeOf(status)) throw new Problem('dispute_closed', `The dispute is closed (${status}).`);
  if (evidenceSubmittedAt !== null || !needsEvidence(status))
    throw new Problem(
      'evidence_submitted',
      `No evidence is due: it was sent, and the bank decides (${status}).`,
    );
}

function mustBeSent(sent: EvidenceOutcome): void {
  if (sent.outcome === 'sent') return;
  if (sent.outcome !== 'refused')
    throw unavailable('The workflow of the dispute is being started.');
  const { type, message } = sent;
  throw new Problem(isProblemCode(type) ? type : 'evidence_refused', message);
}

function wholeView(row: DisputeOfBooking) {
  const { bookingId } = row.payment;
  return {
    ...disputeView(row),
    bookingId,
    paymentId: row.paymentId,
    currency: row.currency,
    refundable: row.refundable,
    ...timeView('evidenceSubmittedAt', row.evidenceSubmittedAt),
  };
}

function notFound(): Problem {
  return new Problem('dispute_not_found', 'There is no such dispute.');
}
