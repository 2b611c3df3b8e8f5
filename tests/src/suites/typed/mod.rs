//! Whether data fits its type: what makes it untyped, and what never does.

mod commet;
mod creem;
mod unions;

use crate::author::Suite;
use crate::said::{commet_body, commet_event, creem_body, creem_event};
use crate::vectors::{Case, VectorFile};

/// The suite.
pub(super) fn suite() -> VectorFile<Case> {
    let mut suite =
        Suite::new("typed", "Data that does not fit its event's type arrives untyped, never as an error; what is new or absent where it may be fits.");
    commet::cases(&mut suite);
    unions::cases(&mut suite);
    creem::cases(&mut suite);
    suite.finish()
}

/// Name, comment, the data, and whether it fits.
type Fit<'t> = (&'t str, &'t str, &'t str, bool);

/// Cases of one Commet event.
fn commet(suite: &mut Suite, event: &str, fits: &[Fit<'_>]) {
    for (name, comment, data, typed) in fits {
        let name = format!("{event}-{name}");
        suite.commet(&name, comment).body(commet_body(event, data)).accepted(commet_event(event).typed(*typed));
    }
}

/// Cases of one CREEM event that says nothing about access; the objects have no mode.
fn creem(suite: &mut Suite, event: &str, fits: &[Fit<'_>]) {
    for (name, comment, object, typed) in fits {
        let name = format!("creem-{event}-{name}");
        suite.creem(&name, comment).body(creem_body(event, object)).accepted(creem_event(event).typed(*typed));
    }
}
