//! The pair of a seed, and how a pair with a finding is made small.

use crate::compare::{Verdict, What, compare, env, load};
use crate::form::{Form, grow, shrink, xml};
use crate::javarosa::JavaRosa;
use crate::own::Own;
use crate::pair::{Pair, Step};
use crate::random::Random;
use crate::script;

/// Steps of a pair, at most.
const MOST_STEPS: usize = 14;
/// One pair of so many is of a form of our own.
const OWN_EVERY: u64 = 40;
/// Pairs that shrinking plays, at most.
const MOST_TRIES: usize = 1500;
/// The time that answers are chosen at: 2026-11-23, noon in Việt Nam.
const NOON: i64 = 1_795_410_000_000;

/// Now and then rows are asked for, or taken away, where nobody may.
fn knock(random: &mut Random, closed: &[String], steps: &mut Vec<Step>) {
    for repeat in closed {
        let (at, row) = (random.below(steps.len() + 1), format!("{repeat}[1]"));
        match random.below(10) {
            0 => steps.insert(
                at,
                Step::Add {
                    r#ref: repeat.clone(),
                },
            ),
            1 => steps.insert(at, Step::Remove { r#ref: row }),
            _ => {}
        }
    }
}

/// A pair, and the value that its form was written from, if it was grown.
#[derive(Clone, Debug)]
pub struct Game {
    form: Option<Form>,
    /// Of one of our own forms, its folder.
    pub own: Option<String>,
    /// What it was made from; nothing for a story.
    pub seed: Option<u64>,
    /// As both engines take it.
    pub pair: Pair,
}

impl Game {
    /// The pair of a seed: a grown form, or now and then one of our own.
    #[must_use]
    pub fn of(seed: u64, own: &[Own]) -> Self {
        let mut random = Random::new(seed);
        let at = (seed / OWN_EVERY) as usize;
        let mut game = match own
            .get(at % own.len().max(1))
            .filter(|_| seed.is_multiple_of(OWN_EVERY))
        {
            Some(own) => Self {
                form: None,
                own: Some(own.name.clone()),
                seed: Some(seed),
                pair: own.pair(),
            },
            None => Self::grown(grow::grow(&mut random), Vec::new()),
        };
        if let Ok(definition) = load(&game.pair) {
            let count = 4 + random.below(MOST_STEPS - 3);
            let mut steps = script::write(&mut random, &definition, &env(NOON), count);
            if let Some(form) = &game.form {
                steps.retain(|step| *step != Step::Reopen || form.is_reopened());
                knock(&mut random, &form.closed(), &mut steps);
            }
            game.pair.steps = steps;
        }
        game
    }

    /// The pair of an own form with its story.
    #[must_use]
    pub fn told(own: &Own) -> Self {
        Self {
            form: None,
            own: Some(own.name.clone()),
            seed: None,
            pair: own.told(),
        }
    }

    fn grown(form: Form, steps: Vec<Step>) -> Self {
        let (written, plain) = (xml::write(&form), xml::write(&form.plain()));
        let pair = Pair {
            plain: (plain != written).then_some(plain),
            form: written,
            resources: xml::files(&form),
            steps,
        };
        Self {
            form: Some(form),
            own: None,
            seed: None,
            pair,
        }
    }

    /// Every game that is one step smaller.
    fn smaller(&self) -> Vec<Self> {
        let fewer = (0..self.pair.steps.len()).rev().map(|at| {
            let mut less = self.clone();
            less.pair.steps.remove(at);
            less
        });
        let forms = self.form.iter().flat_map(shrink::smaller);
        let whole = forms
            .map(|form| Self::grown(form, self.pair.steps.clone()))
            .filter(|game| {
                game.form
                    .as_ref()
                    .is_some_and(|form| form.is_whole(&game.pair.form))
            });
        fewer.chain(whole).collect()
    }

    /// A game with a finding, made as small as it gets while it has a finding of the same kind; with what is found in it then.
    #[must_use]
    pub fn shrink(self, what: What, javarosa: &mut JavaRosa) -> (Self, Verdict) {
        let mut tries = 0;
        let mut best = (self, Verdict::default());
        'again: loop {
            for less in best.0.smaller() {
                tries += 1;
                if tries > MOST_TRIES {
                    return best;
                }
                let Ok(play) = javarosa.play(&less.pair) else {
                    return best;
                };
                let verdict = compare(&less.pair, &less.pair, &play);
                if verdict.findings.iter().any(|found| found.what == what) {
                    best = (less, verdict);
                    continue 'again;
                }
            }
            return best;
        }
    }
}
