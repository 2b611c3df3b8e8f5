//! `docs/benchmarks.svg`: how many times as fast as what users have now, by language and size.
//!
//! There is no background, and all colours can be read on white and on black.

use std::fmt::Write;

use crate::bodies::{Kind, Size, Text};
use crate::languages::{Language, Shown};
use crate::record::{Pair, Record};

const WIDTH: f64 = 900.0;
/// Where the first panel begins, behind the names of languages.
const LEFT: f64 = 144.0;
const PANEL: f64 = 310.0;
const GAP: f64 = 64.0;
const TOP: f64 = 74.0;
const BAR: f64 = 12.0;
const GROUP: f64 = 3.0 * BAR + 22.0;
const TEXT: &str = "#7d858f";
/// Of small, medium and large bodies.
const COLOURS: [&str; 3] = ["#64b5f6", "#2f86e0", "#4b62c9"];
const GOAL: &str = "#e8590c";

/// The chart.
pub(crate) fn chart(languages: &[Language], record: &Record) -> String {
    let shown: Vec<_> =
        languages.iter().filter(|one| record.runs.iter().any(|run| run.language == one.name)).collect();
    #[expect(clippy::cast_precision_loss, reason = "a few languages")]
    let bottom = TOP + GROUP * shown.len() as f64;
    let all = shown.iter().flat_map(|language| {
        [Some(&language.plain), language.typed.as_ref()]
            .into_iter()
            .flatten()
            .flat_map(|panel| Kind::all().filter_map(|kind| panel.pair(language, kind, record)))
    });
    let most = all.map(|pair| pair.quartiles[1].max(pair.ratio)).fold(2.0, f64::max).ceil();
    let mut svg = String::new();
    // Writing to a string cannot fail.
    let _ = write!(
        svg,
        r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" aria-labelledby="title about" font-family="system-ui, -apple-system, 'Segoe UI', Helvetica, Arial, sans-serif" font-size="12" fill="{TEXT}">
<title id="title">How many times as fast as what users have now</title>
<desc id="about">For each language and three sizes of bodies: the time of the peer, divided by ours. The numbers stand in benchmarks.md.</desc>
"#,
        height = bottom + 62.0,
    );
    let titles = ["verified, as a plain value (C: verified)", "verified and checked, as a typed event"];
    for (title, left) in titles.into_iter().zip([LEFT, LEFT + PANEL + GAP]) {
        panel(&mut svg, title, left, bottom, most);
    }
    let mut top = TOP;
    for language in &shown {
        let middle = top + 1.5 * BAR;
        let _ = writeln!(
            svg,
            r#"<text x="{x}" y="{y}" text-anchor="end" font-size="14" font-weight="600">{title}</text>"#,
            x = LEFT - 12.0,
            y = middle + 5.0,
            title = language.title,
        );
        let panels = [Some(&language.plain), language.typed.as_ref()];
        for (panel, left) in panels.into_iter().zip([LEFT, LEFT + PANEL + GAP]) {
            let Some(panel) = panel else { continue };
            for (size, colour) in Size::ALL.into_iter().zip(COLOURS) {
                let y = top + BAR * f64::from(size as u8);
                bar(&mut svg, language, panel, record, size, colour, [left, y], PANEL / most);
            }
            let _ = writeln!(
                svg,
                r#"<text x="{left}" y="{y}" font-size="10">× {peer}</text>"#,
                y = top + 3.0 * BAR + 10.0,
                peer = escaped(&panel.peer),
            );
        }
        top += GROUP;
    }
    legend(&mut svg, record, bottom + 40.0);
    svg + "</svg>\n"
}

/// A title, and lines at each whole number; that at one is the peer itself.
fn panel(svg: &mut String, title: &str, left: f64, bottom: f64, most: f64) {
    let _ = writeln!(
        svg,
        r#"<text x="{left}" y="{y}" font-size="14" font-weight="600">{title}</text>"#,
        y = TOP - 42.0,
    );
    let step = (most / 8.0).ceil();
    let mut at = 0.0;
    while at <= most {
        let x = left + PANEL / most * at;
        let _ = writeln!(
            svg,
            r#"<path d="M{x:.1} {y:.1}V{bottom:.1}" stroke="{TEXT}" stroke-opacity="0.3"/><text x="{x:.1}" y="{label:.1}" text-anchor="middle">{at}×</text>"#,
            y = TOP - 12.0,
            label = TOP - 18.0,
        );
        at += step;
    }
    let x = left + PANEL / most;
    let _ = writeln!(
        svg,
        r#"<path d="M{x:.1} {y:.1}V{bottom:.1}" stroke="{TEXT}" stroke-dasharray="3 3"/>"#,
        y = TOP - 12.0,
    );
}

/// The ratio with ASCII as a bar, between which half of its rounds are, that beyond ASCII, and the goal.
#[expect(clippy::too_many_arguments, reason = "all of them are different things")]
fn bar(
    svg: &mut String,
    language: &Language,
    shown: &Shown,
    record: &Record,
    size: Size,
    colour: &str,
    [left, top]: [f64; 2],
    scale: f64,
) {
    let find = |text| shown.pair(language, Kind { size, text }, record);
    let Some(Pair { ratio, quartiles: [low, high], .. }) = find(Text::Ascii) else { return };
    let (middle, height) = (top + BAR / 2.0 - 0.5, BAR - 2.0);
    let at = |value: f64| left + scale * value;
    let _ = writeln!(
        svg,
        r#"<rect x="{left:.1}" y="{top:.1}" width="{width:.1}" height="{height:.1}" rx="1.5" fill="{colour}"/><path d="M{low:.1} {middle:.1}H{high:.1}" stroke="{TEXT}" stroke-width="2"/>"#,
        width = scale * ratio,
        low = at(*low),
        high = at(*high),
    );
    let mut marks = Vec::new();
    if let Some(beyond) = find(Text::Unicode) {
        let x = at(beyond.ratio);
        marks.push(x + 3.0);
        let _ = writeln!(
            svg,
            r##"<circle cx="{x:.1}" cy="{middle:.1}" r="3" fill="#fff" stroke="{colour}" stroke-width="1.5"/>"##,
        );
    }
    if let Some(goal) = language.goal(&shown.call, &shown.peer) {
        let x = at(goal.of_size(size));
        marks.push(x);
        let _ = writeln!(svg, r#"<path d="M{x:.1} {top:.1}v{height:.1}" stroke="{GOAL}" stroke-width="2"/>"#);
    }
    // The number must not stand on a mark.
    marks.sort_by(f64::total_cmp);
    let mut end = at(high.max(*ratio));
    for mark in marks {
        if mark > end && mark < end + 32.0 {
            end = mark;
        }
    }
    let _ = writeln!(
        svg,
        r#"<text x="{x:.1}" y="{y:.1}" font-size="10">{ratio:.1}</text>"#,
        x = end + 6.0,
        y = middle + 3.5,
    );
}

fn legend(svg: &mut String, record: &Record, y: f64) {
    let mut x = LEFT;
    for (size, colour) in Size::ALL.into_iter().zip(COLOURS) {
        let _ = writeln!(
            svg,
            r#"<rect x="{x}" y="{top}" width="18" height="10" rx="1.5" fill="{colour}"/><text x="{label}" y="{y}">{size}</text>"#,
            top = y - 9.0,
            label = x + 24.0,
            size = size.label(record),
        );
        x += 84.0;
    }
    let _ = writeln!(
        svg,
        r##"<circle cx="{circle}" cy="{middle}" r="3" fill="#fff" stroke="{colour}" stroke-width="1.5"/><text x="{of_circle}" y="{y}">with text beyond ASCII</text>
<path d="M{goal} {top}v10" stroke="{GOAL}" stroke-width="2"/><text x="{of_goal}" y="{y}">goal</text>
<path d="M{half} {middle}h18" stroke="{TEXT}" stroke-width="2"/><text x="{of_half}" y="{y}">half of the rounds</text>
<path d="M{one} {top}v10" stroke="{TEXT}" stroke-dasharray="3 3"/><text x="{of_one}" y="{y}">as fast as the peer</text>"##,
        colour = COLOURS[1],
        circle = x + 4.0,
        of_circle = x + 14.0,
        goal = x + 176.0,
        of_goal = x + 184.0,
        half = x + 226.0,
        of_half = x + 250.0,
        one = x + 378.0,
        of_one = x + 386.0,
        middle = y - 4.0,
        top = y - 9.0,
    );
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}
