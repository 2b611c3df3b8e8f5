//! One name in the cases of many languages.

/// `subscription.plan_changed` as `subscription_plan_changed`.
#[must_use]
pub fn snake(name: &str) -> String {
    words(name).join("_")
}

/// `subscription.plan_changed` as `SUBSCRIPTION_PLAN_CHANGED`.
#[must_use]
pub fn screaming(name: &str) -> String {
    snake(name).to_uppercase()
}

/// `subscription.plan_changed` as `SubscriptionPlanChanged`.
#[must_use]
pub fn pascal(name: &str) -> String {
    words(name).iter().map(|word| capitalized(word)).collect()
}

/// `subscription.plan_changed` as `subscriptionPlanChanged`.
#[must_use]
pub fn camel(name: &str) -> String {
    let mut words = words(name).into_iter();
    let first = words.next().unwrap_or_default();
    words.fold(first, |name, word| name + &capitalized(&word))
}

/// Makes a Rust identifier of a name that may be a keyword.
#[must_use]
pub fn rust_identifier(name: &str) -> String {
    // Strict and reserved keywords of edition 2024.
    const KEYWORDS: &[&str] = &[
        "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn",
        "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop",
        "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return", "static",
        "struct", "trait", "true", "try", "type", "typeof", "unsafe", "unsized", "use", "virtual", "where",
        "while", "yield",
    ];
    match name {
        // These cannot be raw identifiers.
        "crate" | "self" | "super" | "Self" => format!("{name}_"),
        _ if KEYWORDS.contains(&name) => format!("r#{name}"),
        _ => name.to_owned(),
    }
}

/// The lower-case words of a name in any case; digits stay with the word they follow.
fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut starts_word = true;
    let mut after_upper = false;
    for character in name.chars() {
        if !character.is_alphanumeric() {
            starts_word = true;
            continue;
        }
        let upper = character.is_uppercase();
        if starts_word || (upper && !after_upper) {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut() {
            word.extend(character.to_lowercase());
        }
        starts_word = false;
        after_upper = upper;
    }
    words
}

fn capitalized(word: &str) -> String {
    let mut characters = word.chars();
    match characters.next() {
        Some(first) => first.to_uppercase().chain(characters).collect(),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_case_of_every_spelling() {
        for (name, expected) in [
            (
                "subscription.plan_changed",
                ["subscription_plan_changed", "SubscriptionPlanChanged", "subscriptionPlanChanged"],
            ),
            ("overageUnitPrice", ["overage_unit_price", "OverageUnitPrice", "overageUnitPrice"]),
            ("FeatureAccessFlat", ["feature_access_flat", "FeatureAccessFlat", "featureAccessFlat"]),
            ("every-three-months", ["every_three_months", "EveryThreeMonths", "everyThreeMonths"]),
            ("last4", ["last4", "Last4", "last4"]),
            ("orderID", ["order_id", "OrderId", "orderId"]),
        ] {
            assert_eq!([snake(name), pascal(name), camel(name)], expected, "{name}");
        }
        assert_eq!(screaming("google_pay"), "GOOGLE_PAY");
    }

    #[test]
    fn keywords_become_identifiers() {
        assert_eq!(rust_identifier("type"), "r#type");
        assert_eq!(rust_identifier("self"), "self_");
        assert_eq!(rust_identifier("mode"), "mode");
    }
}
