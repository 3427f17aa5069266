//! The best tree: every word has one head, there is no circle, and exactly one word hangs on the root.
//!
//! Chu–Liu/Edmonds. One root is had by making root arcs dearer by more than any tree could win back (as exact as trying every root).

/// `scores[d][h]`: how well head `h` fits dependent `d`; column 0 is the root, column `h` the word `h - 1`. Returns for every word its
/// column. `n` words, row-major `n × (n + 1)`.
pub fn tree(scores: &[f32], n: usize) -> Vec<usize> {
    if n == 0 {
        return Vec::new();
    }
    let width = n + 1;
    let greedy: Vec<usize> = (0..n).map(|d| best(&scores[d * width..(d + 1) * width], d + 1)).collect();
    if greedy.iter().filter(|h| **h == 0).count() == 1 && !has_circle(&greedy) {
        return greedy;
    }
    let finite = scores.iter().filter(|s| s.is_finite());
    let (low, high) = finite.fold((0f64, 0f64), |(a, b), s| (a.min(f64::from(*s)), b.max(f64::from(*s))));
    let dear = (high - low + 1.0) * (n as f64 + 1.0);
    // Square matrix over nodes 0 (root) ..= n.
    let mut weights = vec![f64::NEG_INFINITY; width * width];
    for d in 1..=n {
        for h in 0..=n {
            if h != d {
                weights[d * width + h] = f64::from(scores[(d - 1) * width + h]) - if h == 0 { dear } else { 0.0 };
            }
        }
    }
    edmonds(weights, width)[1..].to_vec()
}

fn best(row: &[f32], own: usize) -> usize {
    let mut best = usize::from(own == 0);
    for (h, s) in row.iter().enumerate() {
        if h != own && (*s > row[best] || best == own) {
            best = h;
        }
    }
    best
}

fn has_circle(heads: &[usize]) -> bool {
    circle(&std::iter::once(0).chain(heads.iter().copied()).collect::<Vec<_>>()).is_some()
}

/// Nodes of a circle among `heads` (`heads[0]` is the root's and ignored).
fn circle(heads: &[usize]) -> Option<Vec<usize>> {
    let mut seen = vec![0usize; heads.len()];
    for start in 1..heads.len() {
        let mut at = start;
        while at != 0 && seen[at] == 0 {
            seen[at] = start;
            at = heads[at];
        }
        if at != 0 && seen[at] == start {
            let mut nodes = vec![at];
            let mut next = heads[at];
            while next != at {
                nodes.push(next);
                next = heads[next];
            }
            return Some(nodes);
        }
    }
    None
}

/// Contracts a circle into one node, solves the smaller problem, and opens the circle where the rest enters it.
/// `weights[d * width + h]`; node 0 is the root.
fn edmonds(weights: Vec<f64>, width: usize) -> Vec<usize> {
    let mut heads = vec![0; width];
    for d in 1..width {
        let row = &weights[d * width..(d + 1) * width];
        for (h, weight) in row.iter().enumerate() {
            if *weight > row[heads[d]] || (heads[d] == d && h != d) {
                heads[d] = h;
            }
        }
    }
    let Some(nodes) = circle(&heads) else { return heads };
    let rest: Vec<usize> = (0..width).filter(|n| !nodes.contains(n)).collect();
    let (new, size) = (rest.len(), rest.len() + 1);
    let mut smaller = vec![f64::NEG_INFINITY; size * size];
    // For each outer node: where an arc from it enters the circle, and from where in the circle an arc to it leaves.
    let (mut enters, mut leaves) = (vec![nodes[0]; new], vec![nodes[0]; new]);
    for (a, x) in rest.iter().enumerate() {
        for (b, y) in rest.iter().enumerate() {
            smaller[a * size + b] = weights[x * width + y];
        }
        for v in &nodes {
            let won = weights[v * width + x] - weights[v * width + heads[*v]];
            if won > smaller[new * size + a] {
                (smaller[new * size + a], enters[a]) = (won, *v);
            }
            let leaving = weights[x * width + v];
            if leaving > smaller[a * size + new] {
                (smaller[a * size + new], leaves[a]) = (leaving, *v);
            }
        }
    }
    drop(weights);
    let solved = edmonds(smaller, size);
    for (a, x) in rest.iter().enumerate().skip(1) {
        heads[*x] = if solved[a] == new { leaves[a] } else { rest[solved[a]] };
    }
    let from = solved[new];
    heads[enters[from]] = rest[from];
    heads
}

#[cfg(test)]
mod tests {
    use super::*;

    /// All trees of up to four words, tried one by one.
    fn by_trying(scores: &[f32], n: usize) -> f64 {
        let mut top = f64::NEG_INFINITY;
        for code in 0..(n + 1).pow(n as u32) {
            let heads: Vec<usize> = (0..n).map(|d| code / (n + 1).pow(d as u32) % (n + 1)).collect();
            if heads.iter().filter(|h| **h == 0).count() == 1 && heads.iter().enumerate().all(|(d, h)| d + 1 != *h) && !has_circle(&heads) {
                top = top.max(total(scores, &heads, n));
            }
        }
        top
    }

    fn total(scores: &[f32], heads: &[usize], n: usize) -> f64 {
        heads.iter().enumerate().map(|(d, h)| f64::from(scores[d * (n + 1) + h])).sum()
    }

    #[test]
    fn finds_the_best_tree_with_one_root() {
        let mut state = 1u32;
        for n in 1..=5 {
            for _ in 0..300 {
                let mut next = || {
                    state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                    (state >> 16) as f32 / 6553.6
                };
                let scores: Vec<f32> = (0..n * (n + 1)).map(|_| next()).collect();
                let heads = tree(&scores, n);
                assert_eq!(heads.iter().filter(|h| **h == 0).count(), 1, "{heads:?}");
                assert!(!has_circle(&heads), "{heads:?}");
                assert!((total(&scores, &heads, n) - by_trying(&scores, n)).abs() < 1e-3, "{heads:?}");
            }
        }
    }
}
