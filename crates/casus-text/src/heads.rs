//! What the model says of each word, from its vector: part of speech, features, lemma, names, head and relation.

use crate::float;
use crate::int8::Simd;
use crate::lemma::Script;
use crate::linear::{Linear, Quantised};
use crate::tree::best_tree;
use crate::weights::{Error, Weights};
use crate::{Deprel, Feats, NameKind, Upos};
use std::ops::Range;

/// Size of a word's vector in the choice of heads, and in the choice of labels.
const ARC: usize = 256;
const LABEL: usize = 96;
/// Values of one label in what a dependent asks.
const ASKED: usize = LABEL + 1;
/// Words whose labels are computed together: what they ask stays in the cache.
const LABELLED: usize = 12;

/// The closed lists that the numbers stand for.
pub(crate) struct Lists {
    pub(crate) upos: Vec<Upos>,
    pub(crate) feats: Vec<Feats>,
    pub(crate) scripts: Vec<Script>,
    pub(crate) names: Vec<NameTag>,
    pub(crate) deprels: Vec<Deprel>,
    /// Position of "root" in `deprels`.
    pub(crate) root: usize,
}

/// A word's place in a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NameTag {
    Outside,
    Begin(NameKind),
    Inside(NameKind),
}

/// All that is said of one word but the lemma, for which `scripts` are the scores.
pub(crate) struct Reading {
    pub(crate) upos: Upos,
    pub(crate) feats: Feats,
    pub(crate) name: NameTag,
    pub(crate) head: Option<usize>,
    pub(crate) deprel: Deprel,
    pub(crate) scripts: Vec<f32>,
}

/// The linear heads' values, a row a word.
pub(crate) struct Rows {
    values: Vec<f32>,
    width: usize,
    ends: Range<usize>,
}

impl Rows {
    /// Does a sentence end with this word, as far as the model sees?
    pub(crate) fn ends(&self, word: usize) -> bool {
        let scores = &self.values[word * self.width..][self.ends.clone()];
        scores[1] > scores[0]
    }
}

pub(crate) struct Heads {
    pub(crate) lists: Lists,
    /// All linear heads, stacked; the ranges say which channels are whose.
    all: Linear,
    upos: Range<usize>,
    feats: Range<usize>,
    lemma: Range<usize>,
    names: Range<usize>,
    ends: Range<usize>,
    /// arc_dep, arc_head, lab_dep, lab_head: all through GELU.
    bilinear: Range<usize>,
    arc_root: Vec<f32>,
    arc_u: Vec<f32>,
    arc_bias: Vec<f32>,
    /// What a dependent's vector asks of its head's, for each label: [`LABEL`] values that meet the head's, and one that stands alone.
    lab: Linear,
}

impl Heads {
    pub(crate) fn new(weights: &Weights, hidden: usize, lists: Lists) -> Result<Self, Error> {
        let sizes = [
            ("upos", lists.upos.len()),
            ("feats", lists.feats.len()),
            ("lemma", lists.scripts.len()),
            ("ner", lists.names.len()),
            ("end", 2),
            ("arc_dep", ARC),
            ("arc_head", ARC),
            ("lab_dep", LABEL),
            ("lab_head", LABEL),
        ];
        let all = weights.linear(&sizes.map(|(name, size)| (name.to_owned(), size)), hidden)?;
        let mut at = 0;
        let mut next = |size| {
            at += size;
            at - size..at
        };
        let [upos, feats, lemma, names, ends] = [0, 1, 2, 3, 4].map(|i| next(sizes[i].1));
        let lab = weights.linear(&[("lab".to_owned(), lists.deprels.len() * ASKED)], LABEL)?;
        Ok(Heads {
            upos,
            feats,
            lemma,
            names,
            ends,
            bilinear: next(2 * ARC + 2 * LABEL),
            arc_root: weights.floats("arc_root", &[ARC])?,
            arc_u: weights.floats("arc_u", &[ARC, ARC])?,
            arc_bias: weights.floats("arc_bias", &[ARC])?,
            lab,
            lists,
            all,
        })
    }

    /// What the linear heads say of words, from their vectors: a row a word.
    pub(crate) fn rows(&self, simd: Simd, vectors: &[f32], hidden: usize) -> Rows {
        let mut values = Vec::new();
        self.all.apply(simd, Quantised::default().fill(simd, vectors, hidden), &mut values);
        let width = self.all.outs();
        for row in values.chunks_exact_mut(width) {
            float::gelu(simd, &mut row[self.bilinear.clone()]);
        }
        Rows { values, width, ends: self.ends.clone() }
    }

    /// Reads sentences that follow one another in `rows` from the row `first` on; `lengths` are their numbers of words.
    pub(crate) fn read(&self, simd: Simd, rows: &Rows, first: usize, lengths: &[usize]) -> Vec<Vec<Reading>> {
        let width = rows.width;
        let words: usize = lengths.iter().sum();
        let rows = &rows.values[first * width..(first + words) * width];
        let mut rest = rows;
        let mut heads = Vec::new();
        for words in lengths {
            let (these, after) = rest.split_at(words * width);
            heads.push(self.heads(simd, these, *words));
            rest = after;
        }
        let labels = self.labels(simd, rows, &heads);
        let mut rows = rows.chunks_exact(width).zip(labels);
        let sentence = |heads: Vec<usize>| {
            let words: Vec<(usize, (&[f32], usize))> = heads.into_iter().zip(&mut rows).collect();
            let names = best_tags(words.iter().map(|(_, (row, _))| &row[self.names.clone()]), &self.lists.names);
            let words = words.into_iter().zip(names);
            words
                .map(|((head, (row, label)), name)| Reading {
                    upos: self.lists.upos[argmax(&row[self.upos.clone()])],
                    feats: self.lists.feats[argmax(&row[self.feats.clone()])],
                    name,
                    head: head.checked_sub(1),
                    deprel: self.lists.deprels[label],
                    scripts: row[self.lemma.clone()].to_vec(),
                })
                .collect()
        };
        heads.into_iter().map(sentence).collect()
    }

    /// The heads of one sentence, 0 for the root, else one more than the word's number.
    fn heads(&self, simd: Simd, rows: &[f32], words: usize) -> Vec<usize> {
        let width = self.all.outs();
        let (dep, head) = (self.bilinear.start, self.bilinear.start + ARC);
        let padded = (words + 1).next_multiple_of(32);
        let mut candidates = vec![0.0; ARC * padded];
        for j in 0..ARC {
            candidates[j * padded] = self.arc_root[j];
            for (i, row) in rows.chunks_exact(width).enumerate() {
                candidates[j * padded + i + 1] = row[head + j];
            }
        }
        let mut turned = vec![0.0; words * ARC];
        float::matmul(simd, &rows[dep.min(rows.len())..], width, &self.arc_u, ARC, &mut turned, ARC, words, ARC, ARC);
        let mut scores = vec![0.0; words * padded];
        float::matmul(simd, &turned, ARC, &candidates, padded, &mut scores, padded, words, ARC, padded);
        let mut bias = vec![0.0; padded];
        float::matmul(simd, &self.arc_bias, ARC, &candidates, padded, &mut bias, padded, 1, ARC, padded);
        for row in scores.chunks_exact_mut(padded) {
            for (score, bias) in row.iter_mut().zip(&bias) {
                *score += bias;
            }
        }
        best_tree(&scores, padded, words)
    }

    /// The relation of every word of all sentences to its head.
    fn labels(&self, simd: Simd, rows: &[f32], heads: &[Vec<usize>]) -> Vec<usize> {
        let width = self.all.outs();
        let (dep, head) = (self.bilinear.start + 2 * ARC, self.bilinear.start + 2 * ARC + LABEL);
        let mut governors: Vec<Option<usize>> = Vec::new();
        for sentence in heads {
            let first = governors.len();
            governors.extend(sentence.iter().map(|head| head.checked_sub(1).map(|g| first + g)));
        }
        let mut found = Vec::with_capacity(governors.len());
        let mut scores = vec![0.0; self.lists.deprels.len()];
        let (mut deps, mut q, mut asked) = (Vec::new(), Quantised::default(), Vec::new());
        for (words, governors) in rows.chunks(LABELLED * width).zip(governors.chunks(LABELLED)) {
            deps.clear();
            words.chunks_exact(width).for_each(|row| deps.extend_from_slice(&row[dep..dep + LABEL]));
            self.lab.apply(simd, q.fill(simd, &deps, LABEL), &mut asked);
            for (asked, governor) in asked.chunks_exact(self.lab.outs()).zip(governors) {
                let Some(governor) = governor else {
                    found.push(self.lists.root);
                    continue;
                };
                float::products(simd, asked, ASKED, &rows[governor * width + head..][..LABEL], 0, LABEL, &mut scores);
                for (score, asked) in scores.iter_mut().zip(asked.chunks_exact(ASKED)) {
                    *score += asked[LABEL];
                }
                scores[self.lists.root] = f32::NEG_INFINITY;
                found.push(argmax(&scores));
            }
        }
        found
    }
}

/// The tags with the highest sum of scores in which a name's inside continues a name of its kind (Viterbi). Scores need no normalising:
/// it would add the same to all tags of a word. On equal sums the earlier tag of the list wins.
fn best_tags<'r>(scores: impl Iterator<Item = &'r [f32]>, tags: &[NameTag]) -> Vec<NameTag> {
    let follows = |before: Option<NameTag>, tag: NameTag| match (before, tag) {
        (_, NameTag::Outside | NameTag::Begin(_)) => true,
        (Some(NameTag::Begin(b) | NameTag::Inside(b)), NameTag::Inside(kind)) => b == kind,
        _ => false,
    };
    let mut back: Vec<Vec<usize>> = Vec::new();
    let mut total: Vec<f32> = Vec::new();
    for row in scores {
        let through = |tag: &NameTag| {
            let mut found = (0, f32::NEG_INFINITY);
            for (before, sum) in total.iter().enumerate() {
                if *sum > found.1 && follows(Some(tags[before]), *tag) {
                    found = (before, *sum);
                }
            }
            found
        };
        let steps: Vec<(usize, f32)> = if total.is_empty() {
            tags.iter().map(|tag| (0, if follows(None, *tag) { 0.0 } else { f32::NEG_INFINITY })).collect()
        } else {
            tags.iter().map(through).collect()
        };
        total = steps.iter().zip(row).map(|((_, sum), score)| sum + score).collect();
        back.push(steps.into_iter().map(|(before, _)| before).collect());
    }
    let mut tag = argmax(&total);
    let mut best = Vec::with_capacity(back.len());
    for step in back.iter().rev() {
        best.push(tags[tag]);
        tag = step[tag];
    }
    best.reverse();
    best
}

/// Position of the first largest value.
fn argmax(values: &[f32]) -> usize {
    let mut found = 0;
    for (i, v) in values.iter().enumerate() {
        if *v > values[found] {
            found = i;
        }
    }
    found
}
