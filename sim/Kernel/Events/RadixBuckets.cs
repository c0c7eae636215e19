using System.Numerics;
using System.Runtime.CompilerServices;

namespace GdoiSim.Kernel.Events;

/// <summary>
/// Events at or after a floor, sorted roughly. Time, kind and tie draw are read as a number of 16 digits, each of ten
/// bits (the kind alone is one digit). The bucket of an event is named by the first digit in which it differs from the
/// floor: where that is (the level) and what it is. So everything on a lower level comes before everything on a higher
/// one, and on one level the digits decide.
/// </summary>
/// <remarks>
/// This is a radix heap with base 1024. The first bucket is spread over lower levels when it is large, and sorted when
/// it is small; the floor then moves into that bucket, which leaves the name of every other bucket right. An event
/// moves at most once a level and, as levels without a difference are skipped, once or twice in practice: neither
/// clusters of times nor any number of ties change that.
/// </remarks>
internal sealed class RadixBuckets
{
    private const int DigitBits = 10;
    private const int Digits = 1 << DigitBits;
    private const int WordsPerLevel = Digits / 64;
    private const int KindLevel = (64 + DigitBits - 1) / DigitBits;

    // Tie draws are even over all 64 bits: their highest digit must have all its bits to spread them well.
    private const int LowestTieBits = 64 % DigitBits;
    private const int FirstTimeLevel = KindLevel + 1;

    // The lowest digit of the time may have fewer bits, hence one level more than 63 bits need.
    private const int Levels = FirstTimeLevel + ((63 + DigitBits - 1) / DigitBits) + 1;

    private readonly EventOrder _order;
    private readonly EventChunks _chunks;
    private readonly EventChunks.Bucket[] _buckets = new EventChunks.Bucket[Levels * Digits];
    private readonly ulong[] _occupied = new ulong[Levels * WordsPerLevel];
    private uint _occupiedLevels;

    // By the number of the highest bit that differs.
    private readonly Digit[] _timeDigits = new Digit[64];
    private readonly Digit[] _tieDigits = new Digit[64];

    private long _floorTime;
    private int _floorKind;
    private ulong _floorTie;

    internal RadixBuckets(EventOrder order, EventChunks chunks)
    {
        (_order, _chunks) = (order, chunks);
        DivideIntoDigits(_timeDigits, FirstTimeLevel, DigitBits);
        DivideIntoDigits(_tieDigits, 0, LowestTieBits);
        Close();
    }

    internal int Count { get; private set; }

    /// <summary>How often an event was moved from one bucket to another: what the tests bound the cost by.</summary>
    internal long Moves { get; private set; }

    /// <summary>Sets the floor of an empty set of buckets so high that no event is accepted.</summary>
    internal void Close() => SetFloor(long.MaxValue, int.MaxValue, ulong.MaxValue);

    /// <summary>Sets the floor of an empty set of buckets.</summary>
    internal void StartAt(in Event floor) => SetFloor(floor.Nanoseconds, floor.Kind, _order.TieDraw(in floor));

    /// <summary>Whether the event belongs here: it does not come before the floor.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool Accepts(in Event e) =>
        e.Nanoseconds > _floorTime || (e.Nanoseconds == _floorTime && TieAccepts(in e));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Add(in Event e)
    {
        Count++;
        Place(in e);
    }

    /// <summary>Adds events up to the first that comes before the floor. Returns their number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal int AddWhileAccepted(ReadOnlySpan<Event> events)
    {
        int i = 0;
        while (i < events.Length && Accepts(in events[i]))
        {
            Place(in events[i]);
            i++;
        }

        Count += i;
        return i;
    }

    internal void AddAll(ReadOnlySpan<Event> events)
    {
        foreach (ref readonly Event e in events)
        {
            Add(in e);
        }
    }

    /// <summary>Puts a copy of all events into a set.</summary>
    internal void AddAllTo(EventSet set)
    {
        foreach (EventChunks.Bucket bucket in _buckets)
        {
            for (EventChunks.Bucket rest = bucket; !rest.IsEmpty; rest = _chunks.WithoutLastChunk(rest))
            {
                set.AddAll(_chunks.LastChunk(rest));
            }
        }
    }

    internal void Clear()
    {
        while (_occupiedLevels != 0)
        {
            EventChunks.Bucket bucket = DetachFirst(out _);
            while (!bucket.IsEmpty)
            {
                _chunks.DropLastChunk(ref bucket);
            }
        }

        Count = 0;
    }

    /// <summary>Moves all events of another set into this one; its floor must not be before this one's.</summary>
    internal void TakeAllFrom(RadixBuckets other)
    {
        Count += other.Count;
        while (other._occupiedLevels != 0)
        {
            PlaceAll(other.DetachFirst(out _));
        }

        other.Count = 0;
    }

    /// <summary>
    /// Takes the first events out, in order: those of the first bucket, once it has at most
    /// <see cref="RunSorter.Limit"/> events (or more that are all equal). Moves the floor up to the last of them.
    /// </summary>
    internal void TakeRun(RunSorter sorter)
    {
        while (true)
        {
            EventChunks.Bucket bucket = DetachFirst(out int level);
            int count = _chunks.Count(bucket);
            if (count <= RunSorter.Limit || level == 0)
            {
                Count -= count;
                sorter.Sort(bucket, count, _chunks);
                StartAt(in sorter.Run[^1]);
                return;
            }

            MoveFloorInto(bucket, level);
            PlaceAll(bucket);
        }
    }

    private bool TieAccepts(in Event e) =>
        e.Kind != _floorKind ? e.Kind > _floorKind : _order.TieDraw(in e) >= _floorTie;

    private void SetFloor(long time, int kind, ulong tie) => (_floorTime, _floorKind, _floorTie) = (time, kind, tie);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Place(in Event e)
    {
        ulong difference = (ulong)(e.Nanoseconds ^ _floorTime);
        int place = difference != 0
            ? _timeDigits[BitOperations.Log2(difference)].PlaceOf((ulong)e.Nanoseconds)
            : PlaceOfTie(in e);
        ref EventChunks.Bucket bucket = ref _buckets[place];
        if (bucket.NeedsChunk)
        {
            Extend(ref bucket, place);
        }

        _chunks.Append(ref bucket, in e);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int PlaceOfTie(in Event e)
    {
        if (e.Kind != _floorKind)
        {
            return (KindLevel * Digits) + e.Kind;
        }

        ulong tie = _order.TieDraw(in e);
        return _tieDigits[BitOperations.Log2(tie ^ _floorTie)].PlaceOf(tie);
    }

    private void Extend(ref EventChunks.Bucket bucket, int place)
    {
        _chunks.Extend(ref bucket);
        _occupied[place / 64] |= 1UL << (place % 64);
        _occupiedLevels |= 1u << (place / Digits);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void PlaceAll(EventChunks.Bucket bucket)
    {
        while (!bucket.IsEmpty)
        {
            ReadOnlySpan<Event> events = _chunks.LastChunk(bucket);
            foreach (ref readonly Event e in events)
            {
                Place(in e);
            }

            // Given back only when read, since placing takes chunks.
            Moves += events.Length;
            _chunks.DropLastChunk(ref bucket);
        }
    }

    /// <summary>Moves the floor to a bucket's first time and kind, or to the prefix that all its ties share.</summary>
    private void MoveFloorInto(EventChunks.Bucket bucket, int level)
    {
        if (level >= KindLevel)
        {
            Event first = FirstButForTies(bucket);
            SetFloor(first.Nanoseconds, first.Kind, 0);
        }
        else
        {
            ref readonly Event any = ref _chunks.LastChunk(bucket)[0];
            ulong rest = (1UL << Shift(level, LowestTieBits)) - 1;
            SetFloor(any.Nanoseconds, any.Kind, _order.TieDraw(in any) & ~rest);
        }
    }

    private Event FirstButForTies(EventChunks.Bucket bucket)
    {
        Event first = _chunks.LastChunk(bucket)[0];
        for (; !bucket.IsEmpty; bucket = _chunks.WithoutLastChunk(bucket))
        {
            foreach (ref readonly Event e in _chunks.LastChunk(bucket))
            {
                if (e.Nanoseconds <= first.Nanoseconds &&
                    (e.Nanoseconds < first.Nanoseconds || e.Kind < first.Kind))
                {
                    first = e;
                }
            }
        }

        return first;
    }

    private EventChunks.Bucket DetachFirst(out int level)
    {
        level = BitOperations.TrailingZeroCount(_occupiedLevels);
        Span<ulong> words = _occupied.AsSpan(level * WordsPerLevel, WordsPerLevel);
        int word = words.IndexOfAnyExcept(0UL);
        int place = (level * Digits) + (word * 64) + BitOperations.TrailingZeroCount(words[word]);
        words[word] &= words[word] - 1;
        if (words[word] == 0 && words[word..].IndexOfAnyExcept(0UL) < 0)
        {
            _occupiedLevels &= ~(1u << level);
        }

        EventChunks.Bucket bucket = _buckets[place];
        _buckets[place] = default;
        return bucket;
    }

    /// <summary>
    /// Puts the boundaries of time digits where these events, if they come evenly, fill at least half of the buckets of
    /// one level: then they are placed once and need not be spread. Does nothing if events have been placed.
    /// </summary>
    internal void FitDigitsTo(ReadOnlySpan<Event> events)
    {
        if (Count > 0)
        {
            return;
        }

        long last = _floorTime + 1;
        int step = 1 + (events.Length / 256);
        for (int i = 0; i < events.Length; i += step)
        {
            last = Math.Max(last, events[i].Nanoseconds);
        }

        int bits = 1 + BitOperations.Log2((ulong)(last ^ _floorTime));
        int rest = bits % DigitBits;
        DivideIntoDigits(_timeDigits, FirstTimeLevel, rest == 0 ? DigitBits : rest);
    }

    /// <summary>Divides 64 bits into digits, of which the lowest has only <paramref name="lowest"/> bits.</summary>
    private static void DivideIntoDigits(Span<Digit> digits, int firstLevel, int lowest)
    {
        for (int bit = 0; bit < digits.Length; bit++)
        {
            int level = (bit + DigitBits - lowest) / DigitBits;
            digits[bit] = new Digit
            {
                FirstPlace = (ushort)((firstLevel + level) * Digits),
                Shift = (ushort)Shift(level, lowest),
            };
        }
    }

    private static int Shift(int level, int lowest) => level == 0 ? 0 : lowest + ((level - 1) * DigitBits);

    /// <summary>Where a level's buckets begin and where its digit is found in the key.</summary>
    private struct Digit
    {
        internal ushort FirstPlace;
        internal ushort Shift;

        /// <summary>
        /// The number of the bucket. The lowest digit may take in higher bits of the key as well; these are the floor's
        /// and the same for the whole level.
        /// </summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        internal readonly int PlaceOf(ulong key) => FirstPlace + ((int)(key >> Shift) & (Digits - 1));
    }
}
