package commet_test

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/commet/commet-go"
)

const stateChanged = `{"event":"customer.state_changed","timestamp":1789374600,"organizationId":"org_1","data":{
	"customerId":"user_1","trigger":"subscription_activated","status":"active","subscriptionId":"sub_1",
	"plan":{"id":"pln_1","name":"Team"},"billingInterval":"monthly","consumptionModel":"metered",
	"features":[
		{"code":"sso","name":"SSO","unitName":null,"type":"boolean","allowed":true,"enabled":true},
		{"code":"old","name":"Old","type":"usage","allowed":true,"current":7,"included":10,"remaining":3,
			"overageQuantity":0,"overageUnitPrice":1.5,"unlimited":false,"overageEnabled":false},
		{"type":"teleport","from":"here"}],
	"seats":[{"code":"editors","current":3,"included":5,"remaining":2,"unlimited":false}],
	"credits":null,"balance":null}}`

func TestLists(t *testing.T) {
	data := receive(t, stateChanged).Data.(*commet.CustomerStateChanged)
	equal(t, data.Features.Len(), 3, "Len")
	for range 2 { // walking through it leaves it as it was
		features := slices.Collect(data.Features.All())
		equal(t, len(features), 3, "elements")
		equal(t, features[0].(*commet.BooleanFeature).Enabled, true, "Enabled")
		equal(t, features[1].(*commet.FeatureAccessFlat).Code, "old", "Code")
		equal(t, features[2].(commet.UnknownFeature)["from"], any("here"), "from")
	}
	for range data.Features.All() {
		break
	}
	equal(t, data.Seats.Slice()[0].Code, "editors", "seats")

	var none commet.List[int]
	equal(t, none.Len(), 0, "Len of none")
	for range none.All() {
		t.Error("an element of none")
	}
	for want, list := range map[string]commet.List[int]{
		"null":  none,
		"[]":    commet.ListOf[int](),
		"[1,2]": commet.ListOf(1, 2),
	} {
		text, err := json.Marshal(list)
		equal(t, string(text), want, "JSON")
		equal(t, err, nil, "JSON")
		read := commet.ListOf(3)
		equal(t, json.Unmarshal(text, &read), nil, "JSON, read")
		again, err := json.Marshal(read)
		equal(t, string(again), want, "JSON, read")
		equal(t, err, nil, "JSON, read")
	}
	equal(t, json.Unmarshal([]byte(`{}`), &none) != nil, true, "JSON that is no array")
}
