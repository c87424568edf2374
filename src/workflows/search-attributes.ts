import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';

/** What operators search by. Ids and statuses only: search attributes are never encrypted. */
export const BookingId = defineSearchAttributeKey('BookingId', SearchAttributeType.KEYWORD);
export const BookingReference = defineSearchAttributeKey(
  'BookingReference',
  SearchAttributeType.KEYWORD,
);
export const CustomerId = defineSearchAttributeKey('CustomerId', SearchAttributeType.KEYWORD);
export const BookingStatus = defineSearchAttributeKey('BookingStatus', SearchAttributeType.KEYWORD);
export const PaymentStatus = defineSearchAttributeKey('PaymentStatus', SearchAttributeType.KEYWORD);
export const NeedsAttention = defineSearchAttributeKey('NeedsAttention', SearchAttributeType.BOOL);
