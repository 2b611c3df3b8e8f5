package tape

// Plain decodes the object at a node as encoding/json does.
func (d *Decoder) Plain(at int) map[string]any {
	d.guess(at)
	object, _ := d.object(at)
	return object
}

// guess makes room for the strings and numbers of a value by its size: the entry of a string takes
// three words, and there are fewer numbers. To count them took longer than the room that is left over.
func (d *Decoder) guess(at int) {
	words := d.after(at) - at
	d.boxes.strings, d.boxes.numbers = room(words/3), room(words/6)
}

// value decodes any value, and gives the node after it.
func (d *Decoder) value(at int) (value any, next int) {
	node := d.nodes[at]
	switch node & tagMask {
	case tagNull:
		return nil, at + 1
	case tagFalse:
		return false, at + 1
	case tagTrue:
		return true, at + 1
	case tagSmall:
		return d.boxes.number(float64(int32(node) >> tagBits)), at + 1
	case tagInteger, tagUnsigned, tagDouble:
		return d.boxes.number(d.float(at)), at + 3
	case tagArray:
		return d.array(at)
	case tagObject:
		return d.object(at)
	default:
		return d.boxes.string(d.string(at)), at + 2
	}
}

func (d *Decoder) array(at int) (array []any, next int) {
	array = make([]any, d.payload(at))
	at += 2
	for index := range array {
		array[index], at = d.value(at)
	}
	return array, at
}

func (d *Decoder) object(at int) (object map[string]any, next int) {
	count := d.payload(at)
	object = make(map[string]any, count)
	at += 2
	for range count {
		var key string
		if node := d.nodes[at]; node&tagMask == tagKey {
			key, at = keys[node>>tagBits], at+1
		} else {
			key, at = d.string(at), at+2
		}
		object[key], at = d.value(at)
	}
	return object, at
}
