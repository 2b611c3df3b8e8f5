//! Numbers: their grammar, their size, their rounding.

use super::{Value, array, bad, creem_good, good, number};
use crate::author::Suite;

pub(super) fn cases(suite: &mut Suite) {
    grammar(suite);
    integers(suite);
    rounding(suite);
    forms(suite);
    overflow(suite);
    underflow(suite);
}

/// A number and the bits of the double it is.
fn is(suite: &mut Suite, name: &str, comment: &str, raw: &str, bits: u64) {
    good(suite, &format!("number-{name}"), comment, raw, &Value::Number(bits));
}

fn grammar(suite: &mut Suite) {
    suite.section("NumberGrammar", "-? (0 or digits without a leading zero), a fraction or none, an exponent or none.");
    for (name, raw) in [
        ("plus", "+1"),
        ("plus-zero", "+0"),
        ("leading-zero", "01"),
        ("leading-zeros", "00"),
        ("minus-leading-zero", "-01"),
        ("leading-zero-fraction", "00.5"),
        ("no-whole", ".5"),
        ("minus-no-whole", "-.5"),
        ("no-fraction", "1."),
        ("no-fraction-exponent", "1.e5"),
        ("no-exponent", "1e"),
        ("no-exponent-capital", "1E"),
        ("no-exponent-plus", "1e+"),
        ("no-exponent-minus", "1e-"),
        ("exponent-fraction", "1e1.5"),
        ("two-exponents", "1e1e1"),
        ("two-signs-exponent", "1e+-1"),
        ("two-points", "1.2.3"),
        ("two-minuses", "--1"),
        ("minus", "-"),
        ("minus-space", "- 1"),
        ("plus-minus", "+-1"),
        ("point", "."),
        ("exponent-only", "e5"),
        ("hex", "0x1F"),
        ("octal", "0o17"),
        ("binary", "0b1"),
        ("underscore", "1_000"),
        ("comma", "1,000"),
        ("space", "1 000"),
        ("currency", "$5"),
        ("percent", "5%"),
        ("suffix-f", "1f"),
        ("suffix-l", "1L"),
        ("suffix-d", "1.5d"),
        ("hex-float", "0x1p3"),
        ("letter", "12a"),
        ("full-width", "１２"),
        ("arabic", "٣"),
        ("unicode-minus", "−1"),
        ("fraction-letter", "1.a"),
        ("date", "2026-08-27"),
        ("dotted", "1.2e3.4"),
        ("huge-leading-zero", "0123456789012345678901234567890"),
    ] {
        bad(suite, &format!("number-bad-{name}"), "no number of JSON", raw);
    }
}

fn integers(suite: &mut Suite) {
    suite.section("Integer", "Integers of 64 bits are exact where the language has such integers; as doubles, the nearest.");
    is(suite, "zero", "zero", "0", 0x0000_0000_0000_0000);
    is(suite, "minus-zero", "zero has a sign", "-0", 0x8000_0000_0000_0000);
    is(suite, "one", "one", "1", 0x3ff0_0000_0000_0000);
    is(suite, "i32-max-plus-1", "2^31", "2147483648", 0x41e0_0000_0000_0000);
    is(suite, "u32-max-plus-1", "2^32", "4294967296", 0x41f0_0000_0000_0000);
    is(suite, "2-to-53-minus-1", "the largest safe integer", "9007199254740991", 0x433f_ffff_ffff_ffff);
    is(suite, "2-to-53", "the first that is not safe", "9007199254740992", 0x4340_0000_0000_0000);
    is(suite, "2-to-53-plus-1", "half-way: to the even one, below", "9007199254740993", 0x4340_0000_0000_0000);
    is(suite, "2-to-53-plus-2", "exact again", "9007199254740994", 0x4340_0000_0000_0001);
    is(suite, "2-to-53-plus-3", "half-way: to the even one, above", "9007199254740995", 0x4340_0000_0000_0002);
    is(suite, "minus-2-to-53-minus-1", "half-way, negative", "-9007199254740993", 0xc340_0000_0000_0000);
    is(suite, "i64-max-minus-1", "2^63-2", "9223372036854775806", 0x43e0_0000_0000_0000);
    is(suite, "i64-max", "2^63-1", "9223372036854775807", 0x43e0_0000_0000_0000);
    is(suite, "i64-max-plus-1", "2^63", "9223372036854775808", 0x43e0_0000_0000_0000);
    is(suite, "i64-min", "-2^63", "-9223372036854775808", 0xc3e0_0000_0000_0000);
    is(suite, "i64-min-minus-1", "-2^63-1", "-9223372036854775809", 0xc3e0_0000_0000_0000);
    is(suite, "u64-max-minus-1", "2^64-2", "18446744073709551614", 0x43f0_0000_0000_0000);
    is(suite, "u64-max", "2^64-1", "18446744073709551615", 0x43f0_0000_0000_0000);
    is(suite, "u64-max-plus-1", "2^64", "18446744073709551616", 0x43f0_0000_0000_0000);
    is(suite, "u64-half-way", "2^63+1024, half-way between two doubles: to the even one", "9223372036854776832", 0x43e0_0000_0000_0000);
    is(suite, "u64-over-half-way", "2^63+1025: one more than half-way", "9223372036854776833", 0x43e0_0000_0000_0001);
    is(suite, "twenty-digits", "20 digits, above 2^64", "99999999999999999999", 0x4415_af1d_78b5_8c40);
    is(suite, "thirty-digits", "30 digits", "123456789012345678901234567890", 0x45f8_ee90_ff6c_373e);
    is(suite, "2-to-127", "2^127-1", "170141183460469231731687303715884105727", 0x47e0_0000_0000_0000);
    creem_good(suite, "creem-number-2-to-53-plus-1", "half-way: to the even one, below", "9007199254740993", &Value::Number(0x4340_0000_0000_0000));
}

fn rounding(suite: &mut Suite) {
    suite.section("Rounding", "Other numbers are the nearest double, ties to even, however many digits they have.");
    is(suite, "tenth", "0.1", "0.1", 0x3fb9_9999_9999_999a);
    is(suite, "three-tenths", "0.3", "0.3", 0x3fd3_3333_3333_3333);
    is(suite, "sum", "0.1+0.2 as JavaScript prints it", "0.30000000000000004", 0x3fd3_3333_3333_3334);
    is(suite, "third", "a third", "0.3333333333333333", 0x3fd5_5555_5555_5555);
    is(suite, "price", "19.99", "19.99", 0x4033_fd70_a3d7_0a3d);
    is(suite, "half-cent", "1.005", "1.005", 0x3ff0_147a_e147_ae14);
    is(suite, "pi", "more digits than are needed", "3.14159265358979323846264338327950288", 0x4009_21fb_5444_2d18);
    is(suite, "max", "the largest double", "1.7976931348623157e308", 0x7fef_ffff_ffff_ffff);
    is(suite, "max-rounded-down", "above the largest double, and rounded down to it", "1.7976931348623158e308", 0x7fef_ffff_ffff_ffff);
    is(suite, "min-max", "the smallest", "-1.7976931348623157e308", 0xffef_ffff_ffff_ffff);
    is(suite, "min-normal", "the smallest normal double", "2.2250738585072014e-308", 0x0010_0000_0000_0000);
    is(suite, "max-subnormal", "the largest subnormal double", "2.2250738585072009e-308", 0x000f_ffff_ffff_ffff);
    is(suite, "php-hang", "the number that hung PHP", "2.2250738585072011e-308", 0x000f_ffff_ffff_ffff);
    is(suite, "java-hang", "the number that hung Java", "2.2250738585072012e-308", 0x0010_0000_0000_0000);
    is(suite, "min-subnormal", "the smallest double above zero", "5e-324", 0x0000_0000_0000_0001);
    is(suite, "min-subnormal-digits", "the same, with its digits", "4.9406564584124654e-324", 0x0000_0000_0000_0001);
    is(suite, "half-min-subnormal-below", "just below half of it: zero", "2.4703282292062327e-324", 0x0000_0000_0000_0000);
    is(suite, "half-min-subnormal-above", "just above half of it", "2.4703282292062328e-324", 0x0000_0000_0000_0001);
    is(suite, "one-and-half-min-subnormal", "between the two smallest: the larger", "7.4109846876186982e-324", 0x0000_0000_0000_0002);
    is(suite, "tie-even-below", "1+2^-53, half-way: to the even one", "1.00000000000000011102230246251565404236316680908203125", 0x3ff0_0000_0000_0000);
    is(suite, "tie-above", "1+2^-53 and a little", "1.00000000000000011102230246251565404236316680908203126", 0x3ff0_0000_0000_0001);
    is(suite, "tie-below", "1+2^-53 less a little", "1.00000000000000011102230246251565404236316680908203124", 0x3ff0_0000_0000_0000);
    is(suite, "tie-even-above", "1+3*2^-53, half-way: to the even one", "1.00000000000000033306690738754696212708950042724609375", 0x3ff0_0000_0000_0002);
    is(suite, "hard-1", "digits that need more than 64 bits", "6929495644600919.5", 0x4338_9e56_ee5e_7a58);
    is(
        suite,
        "hard-2",
        "digits that need more than 64 bits",
        "3.237883913302901289588352412501532174863037669423108059901297049552301970670676565786835742587799557860615776559838283435514391084153169252689190564396459577394618038928365305143463955100356696665629202017331344031730044369360205258345803431471660032699580731300954848363975548690010751530018881758184174569652173110473696022749934638425380623369774736560008997404060967498028389191878963968575439222206416981462690113342524002724385941651051293552601421155333430225237291523843322331326138431477823591142408800030775170625915670728657003151953664260769822494937951845801530895238439819708403389937873241463484205608000027270531106827387907791444918534771598750162812548862768493201518991668028251730299953143924168545708663913273994694463908672332763671875e-319",
        0x0000_0000_0001_0000,
    );
    is(suite, "many-zeros", "0.1 with 400 zeros after it", &format!("0.1{}", "0".repeat(400)), 0x3fb9_9999_9999_999a);
    is(
        suite,
        "late-digit",
        "half-way for 800 digits, then a 1",
        &format!("1.00000000000000011102230246251565404236316680908203125{}1", "0".repeat(750)),
        0x3ff0_0000_0000_0001,
    );
}

fn forms(suite: &mut Suite) {
    suite.section("NumberForm", "The same number in other digits.");
    is(suite, "minus-zero-point", "-0.0", "-0.0", 0x8000_0000_0000_0000);
    is(suite, "minus-zero-exponent", "-0e5", "-0e5", 0x8000_0000_0000_0000);
    is(suite, "zero-exponent", "0e0", "0e0", 0);
    is(suite, "zero-huge-exponent", "zero times anything", "0e999999999999999999999", 0);
    is(suite, "zero-point-huge-exponent", "zero times anything", "0.000e+400", 0);
    is(suite, "one-point-zero", "1.0", "1.0", 0x3ff0_0000_0000_0000);
    is(suite, "capital-exponent", "1E5", "1E5", 0x40f8_6a00_0000_0000);
    is(suite, "plus-exponent", "1e+5", "1e+5", 0x40f8_6a00_0000_0000);
    is(suite, "exponent-leading-zeros", "1e0005", "1e0005", 0x40f8_6a00_0000_0000);
    is(suite, "minus-exponent", "an integer with a negative exponent", "100000000e-3", 0x40f8_6a00_0000_0000);
    is(suite, "exponent-zero", "1e-0", "1e-0", 0x3ff0_0000_0000_0000);
    is(suite, "small-from-large", "400 zeros and an exponent that takes them back", &format!("1{}e-400", "0".repeat(400)), 0x3ff0_0000_0000_0000);
    is(suite, "large-from-small", "400 zeros and an exponent that takes them back", &format!("0.{}1e401", "0".repeat(400)), 0x3ff0_0000_0000_0000);
    is(suite, "fraction-of-integer", "9900.0", "9900.0", 0x40c3_5600_0000_0000);
    good(suite, "number-array", "several in a row", "[0,-1,1.5,1e2,-0]", &array([number(0.0), number(-1.0), number(1.5), number(100.0), number(-0.0)]));
    good(suite, "number-tight", "spaces around it", "[ 1 ,\t2\n,\r3 ]", &array([number(1.0), number(2.0), number(3.0)]));
}

fn overflow(suite: &mut Suite) {
    suite.section("Overflow", "A number whose nearest double is infinite is refused.");
    is(suite, "308-nines", "308 nines are less than 10^308", &"9".repeat(308), 0x7fe1_ccf3_85eb_c8a0);
    is(suite, "309-digits", "10^308 in 309 digits", &format!("1{}", "0".repeat(308)), 0x7fe1_ccf3_85eb_c8a0);
    is(suite, "309-digits-max", "the largest double in 309 digits", MAX_IN_DIGITS, 0x7fef_ffff_ffff_ffff);
    is(suite, "309-digits-last", "the last integer that is rounded down to it", LAST_IN_DIGITS, 0x7fef_ffff_ffff_ffff);
    for (name, comment, raw) in [
        ("309-digits-first", "the first integer that is not", FIRST_BEYOND.to_owned()),
        ("309-nines", "309 nines", "9".repeat(309)),
        ("310-digits", "10^309 in 310 digits", format!("1{}", "0".repeat(309))),
        ("minus-309-nines", "309 nines, negative", format!("-{}", "9".repeat(309))),
        ("5000-digits", "5,000 digits", "9".repeat(5000)),
        ("5000-digits-fraction", "5,000 digits and a fraction", format!("{}.5", "1".repeat(5000))),
        ("just", "just too large", "1.7976931348623159e308".to_owned()),
        ("309", "1e309", "1e309".to_owned()),
        ("999", "1e999", "1e999".to_owned()),
        ("minus-999", "-1e999", "-1e999".to_owned()),
        ("capital", "1E+400", "1E+400".to_owned()),
        ("huge-exponent", "an exponent beyond 64 bits", "1e99999999999999999999".to_owned()),
        ("i32-exponent", "an exponent beyond 32 bits", "1e4294967297".to_owned()),
        ("small-mantissa", "a small number times a huge one", "0.0001e313".to_owned()),
    ] {
        bad(suite, &format!("overflow-{name}"), comment, raw);
    }
}

fn underflow(suite: &mut Suite) {
    suite.section("Underflow", "A number too small for a double is zero, with its sign.");
    is(suite, "underflow", "1e-400", "1e-400", 0);
    is(suite, "underflow-999", "1e-999", "1e-999", 0);
    is(suite, "underflow-minus", "-1e-999", "-1e-999", 0x8000_0000_0000_0000);
    is(suite, "underflow-huge-exponent", "an exponent beyond 64 bits", "1e-99999999999999999999", 0);
    is(suite, "underflow-i32-exponent", "an exponent beyond 32 bits", "1e-4294967295", 0);
    is(suite, "underflow-digits", "400 zeros after the point", &format!("0.{}1", "0".repeat(400)), 0);
}

/// 2^1024 - 2^971, the largest double.
const MAX_IN_DIGITS: &str = "179769313486231570814527423731704356798070567525844996598917476803157260780028538760589558632766878171540458953514382464234321326889464182768467546703537516986049910576551282076245490090389328944075868508455133942304583236903222948165808559332123348274797826204144723168738177180919299881250404026184124858368";
/// 2^1024 - 2^970 - 1.
const LAST_IN_DIGITS: &str = "179769313486231580793728971405303415079934132710037826936173778980444968292764750946649017977587207096330286416692887910946555547851940402630657488671505820681908902000708383676273854845817711531764475730270069855571366959622842914819860834936475292719074168444365510704342711559699508093042880177904174497791";
/// 2^1024 - 2^970.
const FIRST_BEYOND: &str = "179769313486231580793728971405303415079934132710037826936173778980444968292764750946649017977587207096330286416692887910946555547851940402630657488671505820681908902000708383676273854845817711531764475730270069855571366959622842914819860834936475292719074168444365510704342711559699508093042880177904174497792";
