const shared = [Object.prototype, Array.prototype, Function.prototype, Map.prototype, String.prototype];
const namesOf = (): readonly (readonly PropertyKey[])[] => shared.map(each => Reflect.ownKeys(each));

/** Checks after each spec that nothing was added to what all objects share. */
export function untouched(): void {
  const names = namesOf();
  afterEach(() => {
    expect(namesOf()).toEqual(names);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });
}
