/**
 * An immutable set that has one member more at the same cost whatever its size: all versions share one Map from member
 * to place, of which each sees as much as it is long. A version that is not the newest copies what it sees.
 */
export class GrowingSet<T> implements ReadonlySet<T> {
  readonly #places: Map<T, number>;

  private constructor(
    places: Map<T, number>,
    readonly size: number,
  ) {
    this.#places = places;
  }

  /** A set of these members. */
  static of<T>(members: Iterable<T>): GrowingSet<T> {
    const places = new Map<T, number>();
    for (const member of members) if (!places.has(member)) places.set(member, places.size);
    return new GrowingSet(places, places.size);
  }

  has(member: T): boolean {
    const place = this.#places.get(member);
    return place !== undefined && place < this.size;
  }

  /** This set and one member more. */
  with(member: T): GrowingSet<T> {
    if (this.has(member)) return this;
    if (this.#places.size > this.size) return GrowingSet.of(this).with(member);
    this.#places.set(member, this.size);
    return new GrowingSet(this.#places, this.size + 1);
  }

  *values(): SetIterator<T> {
    for (const [member, place] of this.#places) {
      if (place >= this.size) return;
      yield member;
    }
  }

  keys(): SetIterator<T> {
    return this.values();
  }

  *entries(): SetIterator<[T, T]> {
    for (const member of this.values()) yield [member, member];
  }

  forEach(callback: (member: T, same: T, set: ReadonlySet<T>) => void): void {
    for (const member of this.values()) callback(member, member, this);
  }

  [Symbol.iterator](): SetIterator<T> {
    return this.values();
  }
}
