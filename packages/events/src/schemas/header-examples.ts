/** Of contracts.md's payment.completed, on the canonical topic. */
export const HEADERS_EXAMPLE = {
  ce_specversion: '1.0',
  ce_id: '5aa653b3-83c2-44bf-94fa-9efb0d2ae1bc',
  ce_type: 'payment.completed',
  ce_source: '/payment-service',
  ce_time: '2026-03-04T09:15:30.120Z',
  ce_subject: 'bk-2041',
  ce_partitionkey: 'bk-2041',
  ce_sequence: '0000000003',
  ce_correlationid: 'bk-2041',
  ce_causationid: '8017671c-d8ff-4f65-b1eb-f903dbb53d8c',
  ce_dataschema: 'urn:booking-payment:schema:canonical:payment.completed:1.0',
  'content-type': 'application/json',
  traceparent: '00-1389b99c02614c55889768b860ca73fd-5aa653b383c244bf-01',
};
