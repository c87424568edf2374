import { evidenceFiles, evidenceTexts } from '../../objects/dispute';
import { closeDispute, updateDispute } from '../../operations/disputes';
import { changedMetadata, expand, metadata, paging } from '../shared-parameters';
import { page } from '../paging';
import { anything, boolean, clearable, nested, text } from '../parameters';
import { route, type Call } from '../route';
import { noSuch } from '../stripe-error';

const URL = '/v1/disputes';

const evidence = nested({
  ...Object.fromEntries(
    [...evidenceTexts, ...evidenceFiles].map((name) => [name, clearable(text)]),
  ),
  enhanced_evidence: anything,
});

export const disputeRoutes = [
  route('GET', URL, { ...paging, charge: text, payment_intent: text }, ({ world }, given) => {
    const disputes = world.store
      .all('dispute')
      .filter((dispute) => !given.charge || dispute.charge === given.charge)
      .filter(
        (dispute) => !given.payment_intent || dispute.payment_intent === given.payment_intent,
      );
    return page(URL, disputes, given);
  }),
  route('GET', `${URL}/:id`, { expand }, known),
  route('POST', `${URL}/:id`, { evidence, metadata, submit: boolean, expand }, (call, given) => {
    const dispute = known(call);
    return updateDispute(call.world, dispute, {
      evidence: given.evidence,
      metadata: changedMetadata(dispute.metadata, given.metadata),
      submit: given.submit ?? true,
    });
  }),
  route('POST', `${URL}/:id/close`, { expand }, (call) => closeDispute(call.world, known(call))),
];

function known({ world, id }: Call) {
  const dispute = world.store.find('dispute', id);
  if (!dispute) throw noSuch('dispute', id);
  return dispute;
}
