//! Numbers for names: a hash table built when the crate is compiled.

/// Slots in a table: four times the largest list of names, so that most look-ups end at the first.
const SLOTS: usize = 1024;
const EMPTY: u16 = u16::MAX;

/// Finds a name's place in a fixed list.
pub(crate) struct NameTable {
    names: &'static [&'static str],
    slots: [u16; SLOTS],
}

impl NameTable {
    /// A table of `names`, which must be unique and fewer than half the slots.
    pub(crate) const fn new(names: &'static [&'static str]) -> Self {
        assert!(names.len() * 2 <= SLOTS, "too many names for the table");
        let mut slots = [EMPTY; SLOTS];
        let mut number = 0;
        while number < names.len() {
            let mut slot = hash(names[number].as_bytes());
            while slots[slot] != EMPTY {
                slot = (slot + 1) % SLOTS;
            }
            #[expect(clippy::cast_possible_truncation, reason = "fewer names than slots")]
            {
                slots[slot] = number as u16;
            }
            number += 1;
        }
        Self { names, slots }
    }

    /// The list.
    pub(crate) const fn names(&self) -> &'static [&'static str] {
        self.names
    }

    /// The number of `name`, if it is in the list.
    #[inline]
    pub(crate) fn find(&self, name: &[u8]) -> Option<u32> {
        let mut slot = hash(name);
        loop {
            let number = self.slots[slot % SLOTS];
            if same(self.names.get(usize::from(number))?.as_bytes(), name) {
                return Some(u32::from(number));
            }
            slot += 1;
        }
    }
}

/// Whether two names are equal: without a call for the short ones, which most are.
#[inline]
pub(crate) fn same(one: &[u8], other: &[u8]) -> bool {
    one.len() == other.len() && ends(one) == ends(other) && (one.len() <= 16 || one == other)
}

/// The slot at which the search for `name` starts.
#[inline]
const fn hash(name: &[u8]) -> usize {
    let (head, tail) = ends(name);
    let mixed = (head ^ tail.rotate_left(29) ^ (name.len() as u64) << 57).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (mixed >> 54) as usize
}

/// The first and the last bytes of a name, which are all of it up to a length of 16.
#[inline]
const fn ends(name: &[u8]) -> (u64, u64) {
    if let (Some(head), Some(tail)) = (name.first_chunk(), name.last_chunk()) {
        return (u64::from_le_bytes(*head), u64::from_le_bytes(*tail));
    }
    if let (Some(head), Some(tail)) = (name.first_chunk(), name.last_chunk()) {
        return (u32::from_le_bytes(*head) as u64, u32::from_le_bytes(*tail) as u64);
    }
    match name {
        [one] => (*one as u64, 0),
        [one, two] => (*one as u64, *two as u64),
        [one, two, three] => (*one as u64 | (*two as u64) << 8, *three as u64),
        _ => (0, 0),
    }
}

#[cfg(test)]
mod tests {
    use super::NameTable;

    #[test]
    fn finds_what_it_holds_and_nothing_else() {
        static TABLE: NameTable = NameTable::new(&["", "a", "ab", "abc", "abcd", "abcdefgh", "abcdefghi"]);
        for (number, name) in (0..).zip(TABLE.names) {
            assert_eq!(TABLE.find(name.as_bytes()), Some(number));
        }
        for name in ["b", "abd", "abcdefg", "abcdefghj", "an absent and rather long name"] {
            assert_eq!(TABLE.find(name.as_bytes()), None);
        }
    }
}
