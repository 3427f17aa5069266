//! Every example and counter-example of lexicon and codebook as a test of its own name: `cargo test -p casus --test knowledge threaten`.

use casus::Pipeline;
use libtest_mimic::{Arguments, Failed, Trial};

fn main() {
    let arguments = Arguments::from_args();
    // One pipeline for all: it lives as long as the tests.
    let pipeline: &'static Pipeline = Box::leak(Box::new(Pipeline::embedded().expect("the embedded lexicon loads")));
    let trial = |example: casus::Example<'static>| {
        let name = example.name.clone();
        Trial::test(name, move || pipeline.run_example(&example).map_err(|failure| Failed::from(failure.to_string())))
    };
    libtest_mimic::run(&arguments, pipeline.examples().into_iter().map(trial).collect()).exit();
}
