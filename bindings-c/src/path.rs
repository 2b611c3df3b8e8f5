//! Paths such as `features[0].code`.

use commet_webhooks::{Payload, Place, Value};

use crate::cursor::elements;

/// The place that a path leads to from another one.
pub(crate) fn find(payload: &Payload<'_>, from: Place, path: &str) -> Option<Place> {
    let mut place = from;
    let mut rest = path;
    while !rest.is_empty() {
        if let Some(index) = rest.strip_prefix('[') {
            let (index, behind) = index.split_once(']')?;
            // `parse` takes a sign too.
            let index = index.bytes().all(|byte| byte.is_ascii_digit()).then(|| index.parse().ok())??;
            place = elements(payload, place)?.nth(index)?;
            rest = behind;
        } else {
            // A dot stands between two steps, not before the first.
            let key = if rest.len() == path.len() { rest } else { rest.strip_prefix('.')? };
            let (key, behind) = key.split_at(key.find(['.', '[']).unwrap_or(key.len()));
            let Value::Object(object) = payload.value_at(place) else { return None };
            place = object.place_of(key)?;
            rest = behind;
        }
    }
    Some(place)
}

#[cfg(test)]
mod tests {
    use commet_webhooks::Webhooks;

    use super::find;

    #[test]
    fn paths_lead_somewhere_or_nowhere() {
        let webhooks = Webhooks::commet("whsec_test").expect("a secret");
        let body = br#"{"a":{"b":[10,{"c":"deep"},[7]],"":{"x":1}},"data":5}"#;
        let payload = webhooks.verify_and_parse(body, webhooks.sign(body)).expect("authentic");
        let text = |path| {
            let place = find(&payload, payload.object().place(), path)?;
            Some(payload.value_at(place).to_string())
        };
        for (path, value) in [
            ("data", "5"),
            ("a.b[0]", "10"),
            ("a.b[1].c", r#""deep""#),
            ("a.b[2][0]", "7"),
            ("a.b[02][0]", "7"),
            ("a..x", "1"),
        ] {
            assert_eq!(text(path).as_deref(), Some(value), "{path}");
        }
        assert_eq!(text("").as_deref(), Some(payload.to_string().as_str()));
        for path in [
            ".",
            ".data",
            "data.",
            "data.x",
            "data[0]",
            "a[0]",
            "a.b[3]",
            "a.b[",
            "a.b[]",
            "a.b[x]",
            "a.b[+1]",
            "a.b[-1]",
            "a.b[0]x",
            "a.b[99999999999999999999]",
            "[0]",
            "a.b[1]c",
            "nothing",
        ] {
            assert_eq!(text(path), None, "{path}");
        }
    }
}
