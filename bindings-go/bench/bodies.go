package main

import (
	"fmt"
	"strings"
)

// A shape is a size of body that is measured, as in benches/src/bodies.rs of the project. Bodies of
// a shape differ: repeating a single one would flatter caches.
type shape struct {
	name     string
	features int
	count    int
}

var shapes = []shape{
	{"544 B", 0, 400},
	{"2.4 KB", 5, 400},
	{"66 KB", 192, 60},
}

func (s shape) body(number int, name string) string {
	head := fmt.Sprintf(`"timestamp":"2026-06-23T14:%02d:%02d.%03dZ","organizationId":"8f14e45f-ceea-4e7a-9c3d-%012x","mode":"live","apiVersion":"2026-08-27"`,
		number%60, number%59, number%997, number)
	if s.features == 0 {
		return fmt.Sprintf(`{"event":"subscription.activated",%s,"data":{"subscriptionId":"sub_%08x","customerId":"user_%012d","status":"active","currentPeriodStart":"2026-03-25T00:00:00.000Z","currentPeriodEnd":"2026-04-25T00:00:00.000Z","name":"%s %d","invoiceId":"inv_%010x","invoiceNumber":"INV-%06d","invoiceTotal":%d,"invoiceCurrency":"usd","provider":"stripe"}}`,
			head, number, number, name, number, number, number, 9900+number)
	}
	return fmt.Sprintf(`{"event":"customer.state_changed",%s,"data":{"customerId":"user_%d","trigger":"subscription_activated","status":"active","subscriptionId":"sub_%08x","plan":{"id":"pln_%d","name":"%s"},"billingInterval":"monthly","consumptionModel":"metered","features":[%s],"seats":[{"code":"editors","current":%d,"included":5,"remaining":2,"unlimited":false}],"credits":null,"balance":null}}`,
		head, number, number, number, name, features(s.features, number, name), number%5)
}

// features are usage and seats by turns, as the provider's documentation shows them.
func features(count, number int, name string) string {
	const period = `"period":{"start":"2026-07-01T00:00:00.000Z","end":"2026-08-01T00:00:00.000Z"}`
	parts := make([]string, count)
	for index := range parts {
		used := (number*31 + index*17) % 1000
		if index%2 == 0 {
			parts[index] = fmt.Sprintf(`{"code":"api_calls_%d","name":"%s %d","unitName":"request","type":"usage","allowed":true,"consumption":{"model":"metered",%s,"unitsUsed":%d,"includedUnits":1000,"remainingUnits":%d,"unlimited":false,"overage":{"enabled":true,"units":0,"unitPrice":{"amount":50,"currency":"usd","scale":10000}}}}`,
				index, name, index, period, used, 1000-used)
		} else {
			parts[index] = fmt.Sprintf(`{"code":"editors_%d","name":"%s","unitName":"seat","type":"seats","allowed":true,"usage":{%s,"unitsUsed":%d,"includedUnits":5,"remainingUnits":2,"unlimited":false,"overage":{"enabled":false,"units":0}}}`,
				index, name, period, used%6)
		}
	}
	return strings.Join(parts, ",")
}
