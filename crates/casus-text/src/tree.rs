//! The best dependency tree with a single root: greedy if that is a tree already, else Chu-Liu/Edmonds.

/// `scores[d * stride + h]`: word `d` (from 0) under head `h` (0 is the root, else word `h - 1`). Returns the heads in that numbering.
pub(crate) fn best_tree(scores: &[f32], stride: usize, words: usize) -> Vec<usize> {
    let greedy: Vec<usize> = (0..words).map(|d| best(words, d + 1, |h| scores[d * stride + h])).collect();
    let roots = greedy.iter().filter(|h| **h == 0).count();
    if roots == 1 && ring(&greedy).is_none() {
        return greedy;
    }
    // A root arc costs more than all arcs together can win, so that the best tree has no second one.
    let largest = (0..words).flat_map(|d| &scores[d * stride..=d * stride + words]).fold(0.0f32, |a, b| a.max(b.abs()));
    let cost = 2.0 * words as f64 * (f64::from(largest) + 1.0);
    let n = words + 1;
    let mut square = vec![f64::NEG_INFINITY; n * n];
    for d in 1..n {
        for h in (0..n).filter(|h| *h != d) {
            square[d * n + h] = f64::from(scores[(d - 1) * stride + h]) - if h == 0 { cost } else { 0.0 };
        }
    }
    edmonds(square, n)
}

/// The best head of node `d` (from 1) among 0..=words, never itself.
fn best(words: usize, d: usize, score: impl Fn(usize) -> f32) -> usize {
    let mut found = usize::from(d == 0);
    for h in (0..=words).filter(|h| *h != d) {
        if score(h) > score(found) {
            found = h;
        }
    }
    found
}

/// Nodes (from 1) that form a ring, if any do. `heads[i]` is the head of node `i + 1`.
fn ring(heads: &[usize]) -> Option<Vec<usize>> {
    let mut seen_from = vec![0; heads.len() + 1];
    for start in 1..=heads.len() {
        let mut node = start;
        while node != 0 && seen_from[node] == 0 {
            seen_from[node] = start;
            node = heads[node - 1];
        }
        if node != 0 && seen_from[node] == start {
            let mut found = vec![node];
            let mut next = heads[node - 1];
            while next != node {
                found.push(next);
                next = heads[next - 1];
            }
            return Some(found);
        }
    }
    None
}

/// An arc between words: dependent and head.
type Arc = (u16, u16);

/// A ring that became one node: for each of its members, the words it holds and the arc that the ring gave it.
type Contraction = Vec<(Vec<u16>, Arc)>;

/// The maximum tree of `scores[d * n + h]` with root 0. Rings are contracted in place, so that memory stays at one square.
fn edmonds(mut scores: Vec<f64>, n: usize) -> Vec<usize> {
    let mut arcs: Vec<Arc> = (0..n * n).map(|i| ((i / n) as u16, (i % n) as u16)).collect();
    let mut holds: Vec<Vec<u16>> = (0..n).map(|i| vec![i as u16]).collect();
    let mut alive: Vec<usize> = (0..n).collect();
    let mut heads: Vec<usize> = (0..n).map(|d| if d == 0 { 0 } else { best_alive(&scores, n, &alive, d) }).collect();
    let mut contractions: Vec<Contraction> = Vec::new();
    while let Some(members) = ring(&heads[1..]) {
        let inside = |v: usize| members.contains(&v);
        let one = members[0];
        let outside: Vec<usize> = alive.iter().copied().filter(|v| !inside(*v)).collect();
        for v in outside.iter().copied() {
            // v under the ring: its best member. The ring under v: where breaking the ring costs least.
            let from = largest(&members, |m| scores[v * n + m]);
            let into = largest(&members, |m| scores[m * n + v] - scores[m * n + heads[m]]);
            let gain = scores[into * n + v] - scores[into * n + heads[into]];
            (scores[v * n + one], arcs[v * n + one]) = (scores[v * n + from], arcs[v * n + from]);
            // The ring's own arcs go between members, so this does not disturb the next v.
            (scores[one * n + v], arcs[one * n + v]) = (gain, arcs[into * n + v]);
            if v != 0 && inside(heads[v]) {
                heads[v] = one;
            }
        }
        contractions.push(members.iter().map(|m| (holds[*m].clone(), arcs[m * n + heads[*m]])).collect());
        for m in &members[1..] {
            let words = std::mem::take(&mut holds[*m]);
            holds[one].extend(words);
            // A node that is gone hangs under the root, where it is in no ring.
            heads[*m] = 0;
        }
        alive.retain(|v| *v == one || !inside(*v));
        heads[one] = best_alive(&scores, n, &alive, one);
    }
    let mut result: Vec<Option<usize>> = vec![None; n];
    for v in alive.into_iter().filter(|v| *v != 0) {
        let (d, h) = arcs[v * n + heads[v]];
        result[usize::from(d)] = Some(usize::from(h));
    }
    for (words, (d, h)) in contractions.into_iter().rev().flatten() {
        // The member that the outer tree enters keeps that arc; the others keep their ring's.
        if words.iter().all(|w| result[usize::from(*w)].is_none()) {
            result[usize::from(d)] = Some(usize::from(h));
        }
    }
    result.into_iter().skip(1).map(Option::unwrap_or_default).collect()
}

fn best_alive(scores: &[f64], n: usize, alive: &[usize], d: usize) -> usize {
    let others: Vec<usize> = alive.iter().copied().filter(|h| *h != d).collect();
    largest(&others, |h| scores[d * n + h])
}

/// The first of the largest.
fn largest(of: &[usize], score: impl Fn(usize) -> f64) -> usize {
    let mut found = of.first().copied().unwrap_or_default();
    for v in of.iter().copied() {
        if score(v) > score(found) {
            found = v;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every assignment of heads that is a tree with one root; the best sum.
    fn by_trial(scores: &[f32], n: usize) -> f32 {
        let mut best = f32::NEG_INFINITY;
        for code in 0..(n + 1).pow(n as u32) {
            let heads: Vec<usize> = (0..n).map(|d| code / (n + 1).pow(d as u32) % (n + 1)).collect();
            let own = heads.iter().enumerate().any(|(d, h)| *h == d + 1);
            if !own && heads.iter().filter(|h| **h == 0).count() == 1 && ring(&heads).is_none() {
                best = best.max(heads.iter().enumerate().map(|(d, h)| scores[d * (n + 1) + h]).sum());
            }
        }
        best
    }

    #[test]
    fn finds_the_best_tree_with_one_root() {
        let mut seed = 88172645463325252u64;
        for n in 1..=5 {
            for _ in 0..300 {
                let scores: Vec<f32> = (0..n * (n + 1))
                    .map(|_| {
                        seed ^= seed << 13;
                        seed ^= seed >> 7;
                        seed ^= seed << 17;
                        (seed % 64) as f32
                    })
                    .collect();
                let heads = best_tree(&scores, n + 1, n);
                assert_eq!(heads.iter().filter(|h| **h == 0).count(), 1, "{scores:?}");
                assert_eq!(ring(&heads), None, "{scores:?}");
                let total: f32 = heads.iter().enumerate().map(|(d, h)| scores[d * (n + 1) + h]).sum();
                assert_eq!(total, by_trial(&scores, n), "{n} words, {scores:?}, {heads:?}");
            }
        }
    }
}
