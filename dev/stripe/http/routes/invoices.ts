import { subscriptionOf, type Invoice } from '../../objects/invoice';
import { attempt } from '../../operations/invoice-collection';
import { invoiceVoided, settle } from '../../operations/invoice-outcome';
import { finalize, voidInvoice } from '../../operations/invoices';
import { paymentMethod } from '../../operations/payment-methods';
import { page } from '../paging';
import { boolean, nested, oneOf, text, type Values } from '../parameters';
import { route, type Call } from '../route';
import { created, expand, paging } from '../shared-parameters';
import { noSuch, refused, StripeError } from '../stripe-error';

const URL = '/v1/invoices';
const PAYMENTS = '/v1/invoice_payments';

const filters = {
  ...paging,
  created,
  customer: text,
  status: oneOf('draft', 'open', 'paid', 'uncollectible', 'void'),
  subscription: text,
};
const paySpec = { off_session: boolean, payment_method: text, expand };
const paymentFilters = {
  ...paging,
  invoice: text,
  payment: nested({ payment_intent: text, type: oneOf('payment_intent') }),
  status: oneOf('canceled', 'open', 'paid'),
};

export const invoiceRoutes = [
  route('GET', URL, filters, ({ world }, given) => {
    const invoices = world.store
      .all('invoice')
      .filter((each) => !given.customer || each.customer === given.customer)
      .filter((each) => !given.status || each.status === given.status)
      .filter((each) => !given.subscription || subscriptionOf(each) === given.subscription);
    return page(URL, invoices, given);
  }),
  route('GET', `${URL}/:id`, { expand }, known),
  route('POST', `${URL}/:id/pay`, paySpec, pay),
  route('POST', `${URL}/:id/finalize`, { auto_advance: boolean, expand }, (call) => {
    const invoice = known(call);
    if (invoice.status === 'draft') return finalize(call.world, invoice);
    throw refused('This invoice is already finalized, you cannot re-finalize it.', {
      code: 'invoice_not_editable',
    });
  }),
  route('POST', `${URL}/:id/void`, { expand }, (call) => {
    const invoice = known(call);
    if (invoice.status !== 'open')
      throw refused('You can only pass in open invoices. This invoice is not open.', {
        param: 'id',
      });
    const voided = voidInvoice(call.world, invoice);
    invoiceVoided(call.world, voided);
    return voided;
  }),
  route('GET', PAYMENTS, paymentFilters, ({ world }, given) => {
    const payments = world.store
      .all('invoice_payment')
      .filter((each) => !given.invoice || each.invoice === given.invoice)
      .filter((each) => !given.status || each.status === given.status)
      .filter(({ payment }) => isOf(given.payment?.payment_intent, payment.payment_intent));
    return page(PAYMENTS, payments, given);
  }),
  route('GET', `${PAYMENTS}/:id`, { expand }, ({ world, id }) => {
    const payment = world.store.find('invoice_payment', id);
    if (!payment) throw noSuch('invoice_payment', id);
    return payment;
  }),
];

const isOf = (wanted: string | undefined, id: string) => wanted === undefined || wanted === id;

/** By hand, and by default without the customer. */
function pay(call: Call, given: Values<typeof paySpec>): Invoice {
  const { world } = call;
  const found = known(call);
  const invoice = found.status === 'draft' ? finalize(world, found) : found;
  if (invoice.status !== 'open')
    throw refused(
      invoice.status === 'paid' ? 'Invoice is already paid' : `Invoice is ${invoice.status}`,
      { code: 'invoice_not_editable' },
    );
  if (invoice.amount_due === 0) return settle(world, invoice, null);
  const method = given.payment_method ? paymentMethod(world, given.payment_method) : undefined;
  attempt(world, invoice, { offSession: given.off_session ?? true, method });
  const after = known(call);
  if (after.status === 'open') throw notPaid(call, after);
  return after;
}

function notPaid({ world }: Call, invoice: Invoice): StripeError {
  const intent = world.store.find('payment_intent', invoice.sim.intent ?? '');
  if (intent?.status !== 'requires_action')
    return refused(
      'There is no `default_payment_method` set on this Customer or Invoice. Please add a payment method.',
      { code: 'missing' },
    );
  return new StripeError(402, {
    code: 'invoice_payment_intent_requires_action',
    message:
      'This payment requires additional user action before it can be completed successfully. Payment can be completed using the PaymentIntent associated with the invoice.',
    type: 'card_error',
  });
}

function known({ world, id }: Call): Invoice {
  const invoice = world.store.find('invoice', id);
  if (!invoice) throw noSuch('invoice', id, 'invoice');
  return invoice;
}
