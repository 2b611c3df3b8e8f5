// What the tests share.
import { createHmac } from 'node:crypto';

export const secret = 'whsec_test';

/** The signature as the standard library makes it: not our own opinion of ourselves. */
export const hmac = (body, key = secret) => createHmac('sha256', key).update(body).digest('hex');

/** A body of a Commet event. */
export const body = (data = {}, envelope = {}) =>
  JSON.stringify({
    event: 'subscription.activated',
    timestamp: '2026-03-25T14:30:00.000Z',
    organizationId: 'org_1',
    mode: 'live',
    apiVersion: '2026-08-27',
    data: { subscriptionId: 'sub_1', customerId: 'user_1', status: 'active', ...data },
    ...envelope,
  });

/** Its headers, as Node has them. */
export const headers = (text, more = {}) => ({ 'x-commet-signature': hmac(text), ...more });

/** A body with an envelope around a value that is given as JSON. */
export const around = (json) => `{"event":"x.y","data":{"value":${json}}}`;

/** About as many kilobytes of data with this number. */
export const large = (number, kilobytes) =>
  body({
    field: `field_${String(number).padStart(4, '0')}`,
    longer: `${String(number).padStart(6, '0')} is a longer string`,
    long: `${String(number).padStart(6, '0')}${'-'.repeat(94)}`,
    list: Array.from({ length: kilobytes * 8 }, (_, index) => ({ text: `${number} ${index} ${'x'.repeat(90)}`, index })),
  });
