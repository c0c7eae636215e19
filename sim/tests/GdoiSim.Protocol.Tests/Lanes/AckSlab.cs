using System.Security.Cryptography;
using GdoiSim.Protocol.Crypto;

namespace GdoiSim.Protocol.Tests.Lanes;

/// <summary>Acknowledgements in slots, hashed by the library: what the lanes are held against.</summary>
internal sealed class AckSlab<TState>
    where TState : unmanaged, IHmacState<TState>
{
    private readonly Random _random;

    /// <summary>Every octet is random, also those that no acknowledgement owns.</summary>
    public AckSlab(int seed, int count, int messageLength, int keyCount = 1, int gap = 0)
    {
        _random = new Random(seed);
        Count = count;
        MessageLength = messageLength;
        Stride = AckHashLanes.SlotOctets<TState>(messageLength) + gap;

        // The slab ends with the last message: the next octet is out of bounds.
        Octets = new byte[(count * Stride) - (count > 0 ? gap : 0)];
        _random.NextBytes(Octets);
        KeyOctets = new byte[keyCount][];
        Keys = new TState[keyCount];
        for (int i = 0; i < keyCount; i++)
        {
            KeyOctets[i] = new byte[_random.Next(0, 200)];
            _random.NextBytes(KeyOctets[i]);
            Keys[i] = TState.FromKey(KeyOctets[i]);
        }

        KeyIndex = new int[count];
        for (int i = 0; i < count; i++)
        {
            KeyIndex[i] = _random.Next(keyCount);
        }
    }

    public int Count { get; }

    public int MessageLength { get; }

    public int Stride { get; }

    public byte[] Octets { get; }

    public byte[][] KeyOctets { get; }

    public TState[] Keys { get; }

    /// <summary>The key of each slot.</summary>
    public int[] KeyIndex { get; }

    public Span<byte> HashOf(int slot) =>
        Octets.AsSpan((slot * Stride) + AckHashLanes.HashOffset, TState.HashOctets);

    public Span<byte> MessageOf(int slot) =>
        Octets.AsSpan((slot * Stride) + AckHashLanes.HashOffset + TState.HashOctets, MessageLength);

    /// <summary>The slab as it is once the library has written the HASH of the slots given.</summary>
    public byte[] HashedByLibrary(IEnumerable<int> slots)
    {
        byte[] expected = [.. Octets];
        foreach (int slot in slots)
        {
            Span<byte> hash = expected.AsSpan((slot * Stride) + AckHashLanes.HashOffset, TState.HashOctets);
            if (TState.HashOctets == 32)
            {
                HMACSHA256.HashData(KeyOctets[KeyIndex[slot]], MessageOf(slot), hash);
            }
            else
            {
                HMACSHA512.HashData(KeyOctets[KeyIndex[slot]], MessageOf(slot), hash);
            }
        }

        return expected;
    }

    public void HashByLibrary() => HashedByLibrary(Enumerable.Range(0, Count)).CopyTo(Octets, 0);

    /// <summary>Flips one random bit of the HASH in a random third of the slots; true where it did not.</summary>
    public bool[] SpoilAThird()
    {
        bool[] good = new bool[Count];
        for (int slot = 0; slot < Count; slot++)
        {
            good[slot] = _random.Next(3) != 0;
            if (!good[slot])
            {
                int bit = _random.Next(TState.HashOctets * 8);
                HashOf(slot)[bit / 8] ^= (byte)(1 << (bit % 8));
            }
        }

        return good;
    }

    /// <summary>Some of the slots, each once, in random order.</summary>
    public int[] SomeSlots()
    {
        int[] slots = [.. Enumerable.Range(0, Count).Where(_ => _random.Next(3) != 0)];
        _random.Shuffle(slots);
        return slots;
    }
}
