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

pub(crate) struct Heads {
    pub(crate) lists: Lists,
    /// All linear heads, stacked; the ranges say which channels are whose.
    all: Linear,
    upos: Range<usize>,
    feats: Range<usize>,
    lemma: Range<usize>,
    names: Range<usize>,
    /// arc_dep, arc_head, lab_dep, lab_head: all through GELU.
    bilinear: Range<usize>,
    arc_root: Vec<f32>,
    arc_u: Vec<f32>,
    arc_bias: Vec<f32>,
    lab_root: Vec<f32>,
    /// For each label 97 rows of 96: the last column of `lab_u` is apart.
    lab_u: Vec<f32>,
    /// The last column of `lab_u`: 97 rows, one column a label, padded.
    lab_last: Vec<f32>,
    lab_padded: usize,
}

impl Heads {
    pub(crate) fn new(weights: &Weights, hidden: usize, lists: Lists) -> Result<Self, Error> {
        let sizes = [
            ("upos", lists.upos.len()),
            ("feats", lists.feats.len()),
            ("lemma", lists.scripts.len()),
            ("ner", lists.names.len()),
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
        let [upos, feats, lemma, names] = [0, 1, 2, 3].map(|i| next(sizes[i].1));
        let labels = lists.deprels.len();
        let side = LABEL + 1;
        let full = weights.floats("lab_u", &[labels, side, side])?;
        let lab_padded = labels.next_multiple_of(32);
        let mut lab_u = Vec::with_capacity(labels * side * LABEL);
        let mut lab_last = vec![0.0; side * lab_padded];
        for (row, values) in full.chunks_exact(side).enumerate() {
            lab_u.extend_from_slice(&values[..LABEL]);
            lab_last[row % side * lab_padded + row / side] = values[LABEL];
        }
        Ok(Heads {
            upos,
            feats,
            lemma,
            names,
            bilinear: next(2 * ARC + 2 * LABEL),
            arc_root: weights.floats("arc_root", &[ARC])?,
            arc_u: weights.floats("arc_u", &[ARC, ARC])?,
            arc_bias: weights.floats("arc_bias", &[ARC])?,
            lab_root: weights.floats("lab_root", &[LABEL])?,
            lab_u,
            lab_last,
            lab_padded,
            lists,
            all,
        })
    }

    /// Reads the words of several sentences, whose vectors lie one after the other; `lengths` are the sentences' numbers of words.
    pub(crate) fn read(&self, simd: Simd, vectors: &[f32], hidden: usize, lengths: &[usize]) -> Vec<Vec<Reading>> {
        let mut out = self.all.apply(simd, &Quantised::new(simd, vectors, hidden));
        let width = self.all.outs();
        for row in out.chunks_exact_mut(width) {
            float::gelu(simd, &mut row[self.bilinear.clone()]);
        }
        let mut rows = out.as_slice();
        let mut heads = Vec::new();
        for words in lengths {
            let (these, rest) = rows.split_at(words * width);
            heads.push(self.heads(simd, these, *words));
            rows = rest;
        }
        let labels = self.labels(simd, &out, &heads);
        let mut rows = out.chunks_exact(width).zip(labels);
        let sentence = |heads: Vec<usize>| {
            let words = heads.into_iter().zip(&mut rows);
            words
                .map(|(head, (row, label))| Reading {
                    upos: self.lists.upos[argmax(&row[self.upos.clone()])],
                    feats: self.lists.feats[argmax(&row[self.feats.clone()])],
                    name: self.lists.names[argmax(&row[self.names.clone()])],
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
        let side = LABEL + 1;
        let words: usize = heads.iter().map(Vec::len).sum();
        let (mut deps, mut governors) = (Vec::with_capacity(words * side), Vec::with_capacity(words * LABEL));
        let mut first = 0;
        for sentence in heads {
            for (i, governor) in sentence.iter().enumerate() {
                deps.extend_from_slice(&rows[(first + i) * width + dep..][..LABEL]);
                deps.push(1.0);
                match governor.checked_sub(1) {
                    None => governors.extend_from_slice(&self.lab_root),
                    Some(g) => governors.extend_from_slice(&rows[(first + g) * width + head..][..LABEL]),
                }
            }
            first += sentence.len();
        }
        let labels = self.lists.deprels.len();
        let mut last = vec![0.0; words * self.lab_padded];
        float::matmul(simd, &deps, side, &self.lab_last, self.lab_padded, &mut last, self.lab_padded, words, side, self.lab_padded);
        let mut scores = vec![0.0; labels * words];
        let mut turned = vec![0.0; words * LABEL];
        for (label, scores) in scores.chunks_exact_mut(words.max(1)).enumerate() {
            let u = &self.lab_u[label * side * LABEL..][..side * LABEL];
            float::matmul(simd, &deps, side, u, LABEL, &mut turned, LABEL, words, side, LABEL);
            float::products(simd, &turned, LABEL, &governors, LABEL, LABEL, scores);
        }
        let choose = |(word, head): (usize, &usize)| {
            if *head == 0 {
                return self.lists.root;
            }
            let score = |label: usize| scores[label * words + word] + last[word * self.lab_padded + label];
            let mut found = usize::from(self.lists.root == 0);
            for label in (0..labels).filter(|l| *l != self.lists.root) {
                if score(label) > score(found) {
                    found = label;
                }
            }
            found
        };
        heads.iter().flatten().enumerate().map(choose).collect()
    }
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
