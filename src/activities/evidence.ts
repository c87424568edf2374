import type { ApplicationFailure } from '@temporalio/common';
import { disputeOfBooking, findDispute, markAnswered } from '../db/disputes';
import { evidenceRows } from '../db/evidence';
import { insertOperatorAct } from '../db/operator-acts';
import {
  hasEvidence,
  needsEvidence,
  outcomeOf,
  stageOf,
  type DisputeStage,
} from '../domain/dispute';
import { evidenceFields, type EvidenceFields } from '../domain/evidence/fields';
import { evidencePack } from '../domain/evidence/pack';
import { NOTHING } from '../domain/transition';
import type { DisputeView } from '../domain/views';
import { stripeFault } from '../stripe/errors';
import type { Dependencies } from './dependencies';
import type { DisputeSettled } from './disputing';
import { refused } from './failures';

/** A person's order to answer a dispute. `id` (the update's) makes a repeat the same act. */
export interface EvidenceAct {
  id: string;
  disputeId: string;
  /** The stage that it answers: each takes evidence once. */
  stage: DisputeStage;
  reason: string;
  actor: string;
  /** The operator's own words; the pack goes along in any case. */
  text?: string;
}

/** Sends the evidence pack to Stripe, once per stage however often it is ordered. */
export function createEvidence(
  { db, transitions, once, disputes, now }: Dependencies,
  settle: (disputeId: string) => Promise<DisputeSettled>,
) {
  async function submitEvidence(act: EvidenceAct): Promise<DisputeView> {
    const { disputeId, stage } = act;
    const bookingId = await bookingOf(disputeId);
    await order(bookingId, act);
    try {
      const evidence = await gather(disputeId, act.text);
      await once(
        `evidence:${disputeId}:${stage}`,
        (key) => disputes.submitEvidence(disputeId, evidence, key),
        async () => {
          const seen = await disputes.retrieve(disputeId);
          return stageOf(seen.status) !== stage || hasEvidence(seen) ? seen : undefined;
        },
      );
    } catch (error) {
      return explain(act, error);
    }
    await answered(bookingId, act);
    return settled(disputeId);
  }

  /** On record before Stripe is asked; a repeat of the same act goes on where it had stopped. */
  async function order(bookingId: string, { id, disputeId, stage, reason, actor }: EvidenceAct) {
    await transitions.record(bookingId, async (_state, tx) => {
      const subject = disputeId;
      const audit = { id, act: 'submitEvidence', bookingId, subject, actor, reason };
      if (!(await insertOperatorAct(tx, audit))) return NOTHING;
      const row = await findDispute(tx, disputeId);
      const due = row && needsEvidence(row.status) && row.evidenceSubmittedAt === null;
      if (!due || stageOf(row.status) !== stage) throw notDue(disputeId, row?.status);
      return NOTHING;
    });
  }

  async function answered(bookingId: string, { disputeId, stage }: EvidenceAct): Promise<void> {
    await transitions.record(bookingId, async (_state, tx) => {
      const row = await findDispute(tx, disputeId);
      if (row && stageOf(row.status) === stage) await markAnswered(tx, disputeId, new Date(now()));
      return NOTHING;
    });
  }

  /** Somebody may have answered, or the bank decided, meanwhile: then that is the answer. */
  async function explain({ disputeId, stage }: EvidenceAct, error: unknown): Promise<DisputeView> {
    const fault = stripeFault(error);
    if (fault?.kind !== 'refused') throw error;
    const dispute = await settled(disputeId);
    if (stageOf(dispute.status) === stage && !needsEvidence(dispute.status))
      throw notDue(disputeId, dispute.status);
    throw refused(
      'evidence_refused',
      `Stripe refused the evidence (${fault.code}): ${fault.message}`,
    );
  }

  async function gather(disputeId: string, text?: string): Promise<EvidenceFields> {
    const rows = await evidenceRows(db, disputeId);
    if (!rows) throw unknown(disputeId);
    const authentication = await disputes.authentication(rows.dispute.stripeChargeId);
    return evidenceFields(evidencePack(rows, authentication), text);
  }

  async function bookingOf(disputeId: string): Promise<string> {
    const row = await disputeOfBooking(db, disputeId);
    if (!row) throw unknown(disputeId);
    return row.payment.bookingId;
  }

  async function settled(disputeId: string): Promise<DisputeView> {
    const { ignored, dispute } = await settle(disputeId);
    if (ignored) throw unknown(disputeId);
    return dispute;
  }

  return { submitEvidence };
}

function notDue(disputeId: string, status = 'unknown'): ApplicationFailure {
  return outcomeOf(status)
    ? refused('dispute_closed', `Dispute ${disputeId} is closed: ${status}.`)
    : refused('evidence_submitted', `Dispute ${disputeId} is ${status}: no evidence is due.`);
}

function unknown(disputeId: string): ApplicationFailure {
  return refused('dispute_not_found', `There is no dispute ${disputeId} of ours.`);
}
