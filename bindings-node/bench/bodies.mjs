// Distinct bodies of a given size, as benches/src/bodies.rs makes them: repeating one body would flatter caches.

/** Sizes that are measured: how many features a body has, and how many bodies a round goes through. */
export const SHAPES = {
  small: { features: 0, count: 400 },
  medium: { features: 5, count: 400 },
  large: { features: 192, count: 60 },
};

const pad = (number, width) => String(number).padStart(width, '0');
const hex = (number, width) => number.toString(16).padStart(width, '0');

/** The body of this number; its names are ASCII or not. */
export function body({ features }, number, ascii) {
  const name = ascii ? 'Acme Corporation, Inc.' : 'Café Zoë 株式会社';
  const head =
    `"timestamp":"2026-06-23T14:${pad(number % 60, 2)}:${pad(number % 59, 2)}.${pad(number % 997, 3)}Z",` +
    `"organizationId":"8f14e45f-ceea-4e7a-9c3d-${hex(number, 12)}","mode":"live","apiVersion":"2026-08-27"`;
  if (features === 0) {
    return (
      `{"event":"subscription.activated",${head},"data":{"subscriptionId":"sub_${hex(number, 8)}",` +
      `"customerId":"user_${pad(number, 12)}","status":"active","currentPeriodStart":"2026-03-25T00:00:00.000Z",` +
      `"currentPeriodEnd":"2026-04-25T00:00:00.000Z","name":"${name} ${number}","invoiceId":"inv_${hex(number, 10)}",` +
      `"invoiceNumber":"INV-${pad(number, 6)}","invoiceTotal":${9900 + number},"invoiceCurrency":"usd","provider":"stripe"}}`
    );
  }
  const list = Array.from({ length: features }, (_, index) => feature(index, number, name));
  return (
    `{"event":"customer.state_changed",${head},"data":{"customerId":"user_${number}","trigger":"subscription_activated",` +
    `"status":"active","subscriptionId":"sub_${hex(number, 8)}","plan":{"id":"pln_${number}","name":"${name}"},` +
    `"billingInterval":"monthly","consumptionModel":"metered","features":[${list}],"seats":[{"code":"editors",` +
    `"current":${number % 5},"included":5,"remaining":2,"unlimited":false}],"credits":null,"balance":null}}`
  );
}

/** Usage and seats by turns, as the documentation shows them. */
function feature(index, number, name) {
  const period = '"period":{"start":"2026-07-01T00:00:00.000Z","end":"2026-08-01T00:00:00.000Z"}';
  const used = (number * 31 + index * 17) % 1000;
  return index % 2 === 0
    ? `{"code":"api_calls_${index}","name":"${name} ${index}","unitName":"request","type":"usage","allowed":true,` +
        `"consumption":{"model":"metered",${period},"unitsUsed":${used},"includedUnits":1000,"remainingUnits":${1000 - used},` +
        `"unlimited":false,"overage":{"enabled":true,"units":0,"unitPrice":{"amount":50,"currency":"usd","scale":10000}}}}`
    : `{"code":"editors_${index}","name":"${name}","unitName":"seat","type":"seats","allowed":true,"usage":{${period},` +
        `"unitsUsed":${used % 6},"includedUnits":5,"remainingUnits":2,"unlimited":false,` +
        `"overage":{"enabled":false,"units":0}}}`;
}
