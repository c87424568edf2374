/** What a consumer can rely on; the document and the page say the same. */
export const GUARANTEES: readonly { title: string; text: string }[] = [
  {
    title: 'Delivery: at least once',
    text:
      'Nothing that was committed is lost. Now and then a record comes twice: drop an eventId ' +
      '(header ce_id) that you have applied. Copies are identical to the byte, except repeated ' +
      'results of the customer family, whose clientSecret, nextAction and status are read anew.',
  },
  {
    title: 'Order: per key, within one topic',
    text:
      'Kafka keeps order within one partition of one topic. Between topics there is none: a ' +
      'payment can be completed on one before you read of its beginning on another. ' +
      'booking-payment.events has everything in order. The header ce_sequence, in every family, is ' +
      'the position in the life of the booking: from 1 and without gaps there, with gaps where a ' +
      'topic carries only some events. Ignore a lower number than you have applied.',
  },
  {
    title: 'Time: nobody waits for Kafka',
    text:
      'Events are published within moments of their commit. While Kafka is away bookings go on, ' +
      'and everything is published in order when it is back.',
  },
  {
    title: 'Growth: bodies only gain fields',
    text:
      'Ignore fields that you do not know. The header ce_dataschema names the schema and its ' +
      'version: 1.1 adds to 1.0; 2.0 breaks with it and is sent beside it first.',
  },
  {
    title: 'Requests to us',
    text:
      'A request that comes twice has one effect. Payment requests and subscription setups are ' +
      'known by metadata.requestId, else metadata.idempotencyKey, else the header ce_id, else a ' +
      "hash of the body; webhooks by the id of Stripe's event; refunds by eventId, else there is " +
      'one per payment. A repeat may bear another time, eventId or return address. Another ' +
      'customer, amount, currency, card, plan or booking under a known id is another request: it ' +
      'is rejected as request_id_reused under an eventId of its own, and the first one stands; of ' +
      'a refund it is a dead letter. A value has at most 1 MB and 32 levels.',
  },
  {
    title: 'Answers',
    text:
      'A payment request and a subscription setup are answered by a result, a repeat by the same ' +
      'one; faults are named in it by field, rule and fix. A webhook is answered on ' +
      'webhook.processed. A refund is answered by its events, and where it is refused by a dead ' +
      'letter. Dead letters, each with its reason, are also what cannot be read, has another ' +
      "topic's type, names no customer, or is a webhook with a bad signature.",
  },
  {
    title: 'Privacy',
    text:
      'No card data, e-mail address or name is in any event; results echo the metadata of their ' +
      'request, so put none there. A clientSecret is only in payment.card.result and ' +
      'payment.setup.result, which are kept for one day: it is for the browser of the customer ' +
      'and for no log. Dead letters are records as they came, and restricted.',
  },
];

export const FAMILIES: Readonly<Record<string, { title: string; text: string }>> = {
  canonical: {
    title: 'Canonical events',
    text: 'For new consumers: everything about bookings and payments, on one topic, in order.',
  },
  dreamscape: {
    title: 'Dreamscape',
    text:
      'For the travel services. Amounts in major units (129.9), currencies in upper case. A ' +
      'failed payment is final; a decline that may be tried again has a topic of its own.',
  },
  customer: {
    title: 'Customer',
    text:
      'For customer-service and admin-service: requests, their results, and news of payments and ' +
      'subscriptions. Amounts in minor units (2500), currencies in lower case.',
  },
  orders: {
    title: 'Orders',
    text:
      'For order services. Numeric ids, times without zone (UTC), amounts in major units (42.5), ' +
      'currencies in lower case.',
  },
  'dead letters': {
    title: 'Dead letters',
    text: 'For operators.',
  },
};
