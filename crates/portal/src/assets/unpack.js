// Unpacks the pages of an exported file: LZMA, whose format is that of its specification. Browsers bring no format of their own
// that sees further back than 32 kB, and the pages of one file have much in common.
const unpack = (() => {
  'use strict';
  const fresh = (count) => new Uint16Array(count).fill(1024);

  return (packed) => {
    const kept = packed[0] % 9;
    const placed = Math.floor(packed[0] / 9) % 5;
    const posed = Math.floor(packed[0] / 45);
    let size = 0;
    for (let at = 12; at > 4; at--) size = size * 256 + packed[at];
    // What was unpacked so far is the dictionary.
    const out = new Uint8Array(size);

    let next = 18;
    let range = 0xffffffff;
    let code = 0;
    for (let at = 14; at < 18; at++) code = ((code << 8) | packed[at]) >>> 0;
    function refill() {
      if (range < 0x1000000) {
        range = (range << 8) >>> 0;
        code = ((code << 8) | packed[next++]) >>> 0;
      }
    }
    function bit(chances, at) {
      const chance = chances[at];
      const bound = (range >>> 11) * chance;
      const set = code >= bound;
      if (set) {
        code -= bound;
        range -= bound;
        chances[at] = chance - (chance >> 5);
      } else {
        range = bound;
        chances[at] = chance + ((2048 - chance) >> 5);
      }
      refill();
      return set ? 1 : 0;
    }
    function even(count) {
      let read = 0;
      for (let left = count; left > 0; left--) {
        range >>>= 1;
        const set = code >= range;
        if (set) code -= range;
        refill();
        read = read * 2 + (set ? 1 : 0);
      }
      return read;
    }
    function tree(chances, from, bits) {
      let at = 1;
      for (let left = bits; left > 0; left--) at = (at << 1) | bit(chances, from + at);
      return at - (1 << bits);
    }
    function backwards(chances, from, bits) {
      let at = 1;
      let read = 0;
      for (let done = 0; done < bits; done++) {
        const one = bit(chances, from + at);
        at = (at << 1) | one;
        read |= one << done;
      }
      return read;
    }
    const lengths = () => ({ choice: fresh(2), low: fresh(128), middle: fresh(128), high: fresh(256) });
    function length({ choice, low, middle, high }, pose) {
      if (!bit(choice, 0)) return 2 + tree(low, pose << 3, 3);
      if (!bit(choice, 1)) return 10 + tree(middle, pose << 3, 3);
      return 18 + tree(high, 0, 8);
    }

    const letters = fresh(0x300 << (kept + placed));
    const isMatch = fresh(192);
    const isAgain = fresh(12);
    const isOther = [fresh(12), fresh(12), fresh(12)];
    const isLong = fresh(192);
    const slots = fresh(256);
    const near = fresh(128);
    const align = fresh(16);
    const newLengths = lengths();
    const againLengths = lengths();
    let [state, back, back1, back2, back3] = [0, 0, 0, 0, 0];
    let at = 0;
    while (at < size) {
      const pose = at & ((1 << posed) - 1);
      if (!bit(isMatch, (state << 4) + pose)) {
        const before = at > 0 ? out[at - 1] : 0;
        const from = 0x300 * (((at & ((1 << placed) - 1)) << kept) + (before >> (8 - kept)));
        let letter = 1;
        if (state > 6) {
          // Behind a match, the letter that would have gone on with it says which this one is not.
          let other = out[at - back - 1];
          do {
            const guess = (other >> 7) & 1;
            other <<= 1;
            const one = bit(letters, from + ((1 + guess) << 8) + letter);
            letter = (letter << 1) | one;
            if (guess !== one) break;
          } while (letter < 0x100);
        }
        while (letter < 0x100) letter = (letter << 1) | bit(letters, from + letter);
        out[at++] = letter;
        state = state < 4 ? 0 : state < 10 ? state - 3 : state - 6;
        continue;
      }
      let count;
      if (bit(isAgain, state)) {
        if (!bit(isOther[0], state)) {
          if (!bit(isLong, (state << 4) + pose)) {
            state = state < 7 ? 9 : 11;
            out[at] = out[at - back - 1];
            at++;
            continue;
          }
        } else if (!bit(isOther[1], state)) {
          [back, back1] = [back1, back];
        } else if (!bit(isOther[2], state)) {
          [back, back1, back2] = [back2, back, back1];
        } else {
          [back, back1, back2, back3] = [back3, back, back1, back2];
        }
        count = length(againLengths, pose);
        state = state < 7 ? 8 : 11;
      } else {
        [back1, back2, back3] = [back, back1, back2];
        count = length(newLengths, pose);
        state = state < 7 ? 7 : 10;
        const slot = tree(slots, Math.min(count - 2, 3) << 6, 6);
        back = slot;
        if (slot > 3) {
          const bits = (slot >> 1) - 1;
          back = (2 | (slot & 1)) * 2 ** bits;
          back += slot < 14 ? backwards(near, back - slot, bits) : even(bits - 4) * 16 + backwards(align, 0, 4);
        }
      }
      const from = at - back - 1;
      if (from < 0) throw new Error('these pages are damaged');
      const end = Math.min(at + count, size);
      for (let to = at; to < end; to++) out[to] = out[from + to - at];
      at = end;
    }
    return out;
  };
})();
