//! What `make bench` prints: every call with every peer, in one table.

use std::fmt::Write;

use crate::bodies::Text;
use crate::languages::Language;
use crate::page::{size, time};
use crate::record::Record;

/// The table; with goals also how many are missed.
pub(crate) fn table(languages: &[Language], record: &Record, with_goals: bool) -> String {
    let mut lines = vec![
        ["language", "body", "text", "call", "time", "peer", "time", "times", "half of the rounds", "goal"]
            .map(str::to_owned),
    ];
    let mut missed = 0;
    for pair in languages.iter().flat_map(|one| record.pairs.iter().filter(|pair| pair.language == one.name))
    {
        let goal = languages
            .iter()
            .find(|language| language.name == pair.language)
            .and_then(|language| language.goal(&pair.call, &pair.peer))
            .filter(|_| with_goals);
        let is_missed = goal.is_some_and(|goal| goal.is_missed(pair));
        missed += usize::from(is_missed);
        lines.push([
            pair.language.clone(),
            size(pair.bytes),
            if pair.text == Text::Ascii { "ASCII" } else { "beyond" }.to_owned(),
            pair.call.clone(),
            time(pair.ns),
            pair.peer.clone(),
            time(pair.peer_ns),
            format!("{:.2}", pair.ratio),
            format!("{:.2}–{:.2}", pair.quartiles[0], pair.quartiles[1]),
            goal.map_or_else(String::new, |goal| {
                format!("{}{}", goal.of_size(pair.size), if is_missed { " missed" } else { "" })
            }),
        ]);
    }
    let width = |column: usize| lines.iter().map(|line| line[column].chars().count()).max().unwrap_or(0);
    let widths: [_; 10] = std::array::from_fn(width);
    let mut text = String::new();
    for line in &lines {
        let cells: Vec<_> = line
            .iter()
            .zip(widths)
            .enumerate()
            .map(|(column, (cell, width))| match column {
                1 | 4 | 6 | 7 => format!("{cell:>width$}"),
                _ => format!("{cell:width$}"),
            })
            .collect();
        text += cells.join("  ").trim_end();
        text += "\n";
    }
    if with_goals {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "\n{missed} goals missed");
        for language in languages {
            for goal in language.goals.iter().filter(|goal| goal.missed.is_empty()) {
                if goal.pairs(&language.name, record).any(|pair| goal.is_missed(pair)) {
                    let Language { title, .. } = language;
                    let _ = writeln!(
                        text,
                        "benches/languages.json does not say why: {title}, {} × {}",
                        goal.call, goal.peer
                    );
                }
            }
        }
    }
    text
}
