/** A connected patch of dark pixels. */
export interface Component {
	readonly left: number;
	readonly top: number;
	readonly right: number;
	readonly bottom: number;
	readonly area: number;
	/** Centre of gravity. */
	readonly x: number;
	readonly y: number;
}

class Runs {
	readonly start: number[] = [];
	readonly end: number[] = [];
	readonly row: number[] = [];
	readonly parent: number[] = [];

	add(row: number, start: number, end: number): void {
		this.parent.push(this.start.length);
		this.row.push(row);
		this.start.push(start);
		this.end.push(end);
	}

	root(at: number): number {
		while (this.parent[at] !== at) {
			this.parent[at] = this.parent[this.parent[at]!]!;
			at = this.parent[at]!;
		}
		return at;
	}

	join(a: number, b: number): void {
		const [first, second] = [this.root(a), this.root(b)];
		if (first !== second) this.parent[Math.max(first, second)] = Math.min(first, second);
	}
}

function runsOf(dark: Uint8Array, width: number, height: number): Runs {
	const runs = new Runs();
	let above = 0;
	for (let y = 0; y < height; y++) {
		const first = runs.start.length;
		const line = y * width;
		for (let x = 0; x < width; x++) {
			if (!dark[line + x]) continue;
			const start = x;
			while (x < width && dark[line + x]) x++;
			runs.add(y, start, x);
		}
		let old = above;
		for (let at = first; at < runs.start.length; at++) {
			while (old < first && runs.end[old]! < runs.start[at]!) old++;
			for (let other = old; other < first && runs.start[other]! <= runs.end[at]!; other++)
				runs.join(at, other);
		}
		above = first;
	}
	return runs;
}

/** Every patch of a mask by the root of its runs, its sums still to be divided by its area. */
function sumsOf(runs: Runs): Map<number, Sums> {
	const found = new Map<number, Sums>();
	for (let at = 0; at < runs.start.length; at++) {
		const root = runs.root(at);
		const [start, end, row] = [runs.start[at]!, runs.end[at]!, runs.row[at]!];
		const size = end - start;
		let one = found.get(root);
		if (!one)
			found.set(
				root,
				(one = { left: start, top: row, right: end, bottom: row + 1, area: 0, x: 0, y: 0 })
			);
		one.left = Math.min(one.left, start);
		one.right = Math.max(one.right, end);
		one.bottom = Math.max(one.bottom, row + 1);
		one.area += size;
		one.x += (size * (start + end - 1)) / 2;
		one.y += size * row;
	}
	return found;
}

type Sums = { -readonly [Key in keyof Component]: Component[Key] };

const toComponent = (one: Sums): Component => ({
	...one,
	x: one.x / one.area,
	y: one.y / one.area
});

const longSide = ({ left, top, right, bottom }: Sums): number =>
	Math.max(right - left, bottom - top);

/** The eight-connected dark patches of a mask whose box is at least `least` pixels wide or high. */
export function componentsOf(
	dark: Uint8Array,
	width: number,
	height: number,
	least: number
): Component[] {
	return [...sumsOf(runsOf(dark, width, height)).values()]
		.filter((one) => longSide(one) >= least)
		.map(toComponent);
}

/** The patches of at most `most` pixels a side; the runs of pixels of larger ones go to `larger`. */
export function smallComponents(
	dark: Uint8Array,
	{ width, height }: { readonly width: number; readonly height: number },
	most: number,
	larger: (row: number, start: number, end: number) => void
): Component[] {
	const runs = runsOf(dark, width, height);
	const found = sumsOf(runs);
	const isLarge = (root: number): boolean => longSide(found.get(root)!) > most;
	for (let at = 0; at < runs.start.length; at++)
		if (isLarge(runs.root(at))) larger(runs.row[at]!, runs.start[at]!, runs.end[at]!);
	return [...found].filter(([root]) => !isLarge(root)).map(([, one]) => toComponent(one));
}
