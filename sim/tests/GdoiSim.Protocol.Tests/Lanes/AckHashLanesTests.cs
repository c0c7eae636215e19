using GdoiSim.Protocol.Crypto;
using Xunit;

namespace GdoiSim.Protocol.Tests.Lanes;

public static class LaneCases
{
    public static TheoryData<LanePath> Paths => [.. Enum.GetValues<LanePath>()];

    public static TheoryData<LanePath, int> PathsAndMessages => new MatrixTheoryData<LanePath, int>(
        Enum.GetValues<LanePath>(), [20, 32]);
}

/// <summary>The lanes against the library's HMAC, on every path. One that the hardware lacks is emulated.</summary>
public abstract class AckHashLanesTests<TState>
    where TState : unmanaged, IHmacState<TState>
{
    /// <summary>On each of four paths, of each of two lengths, for each of two hashes: 1.12 million.</summary>
    private const int RandomMessages = 70_000;

    [Theory]
    [InlineData(20)]
    [InlineData(32)]
    public void Random_messages_get_the_library_s_hash_and_only_that_is_valid(int messageLength) =>
        CompareWithLibrary(messageLength, seed: 1, RandomMessages);

    [Theory(Explicit = true)]
    [Trait("Category", "Long")]
    [InlineData(20)]
    [InlineData(32)]
    public void Millions_of_random_messages_get_the_library_s_hash(int messageLength)
    {
        for (int seed = 100; seed < 120; seed++)
        {
            CompareWithLibrary(messageLength, seed, 100_000);
        }
    }

    [Theory]
    [MemberData(nameof(LaneCases.PathsAndMessages), MemberType = typeof(LaneCases))]
    public void Any_count_and_stride_touches_its_own_hashes_and_nothing_else(LanePath path, int messageLength)
    {
        for (int count = 0; count <= 40; count++)
        {
            AckSlab<TState> slab = new(seed: count, count, messageLength, gap: count % 7);
            byte[] expected = slab.HashedByLibrary(Enumerable.Range(0, count));
            AckHashLanes.Run(path, ToWrite(slab).With(in slab.Keys[0]));
            Assert.Equal(expected, slab.Octets);

            bool[] good = slab.SpoilAThird();
            byte[] valid = new byte[count + 3];
            Array.Fill(valid, (byte)7);
            AckHashLanes.Run(path, ToCheck(slab, valid).With(in slab.Keys[0]));
            Assert.Equal(good.Select(isGood => isGood ? (byte)1 : (byte)0), valid[..count]);
            Assert.Equal([7, 7, 7], valid[count..]);
        }
    }

    [Theory]
    [MemberData(nameof(LaneCases.PathsAndMessages), MemberType = typeof(LaneCases))]
    public void A_hash_wrong_in_any_one_bit_is_refused_alone(LanePath path, int messageLength)
    {
        AckSlab<TState> slab = new(seed: 2, TState.HashOctets * 8, messageLength);
        byte[] valid = new byte[slab.Count];
        for (int odd = 0; odd < 2; odd++)
        {
            // Bit i is wrong in slot i, in every second slot at a time: the neighbours in the vector stay right.
            slab.HashByLibrary();
            for (int bit = odd; bit < slab.Count; bit += 2)
            {
                slab.HashOf(bit)[bit / 8] ^= (byte)(1 << (bit % 8));
            }

            AckHashLanes.Run(path, ToCheck(slab, valid).With(in slab.Keys[0]));
            Assert.Equal(Enumerable.Range(0, slab.Count).Select(slot => slot % 2 != odd), valid.Select(v => v == 1));
        }
    }

    [Theory]
    [MemberData(nameof(LaneCases.PathsAndMessages), MemberType = typeof(LaneCases))]
    public void A_message_wrong_in_any_one_bit_is_refused(LanePath path, int messageLength)
    {
        AckSlab<TState> slab = new(seed: 3, messageLength * 8, messageLength);
        slab.HashByLibrary();
        for (int bit = 0; bit < slab.Count; bit++)
        {
            slab.MessageOf(bit)[bit / 8] ^= (byte)(1 << (bit % 8));
        }

        byte[] valid = new byte[slab.Count];
        Array.Fill(valid, (byte)1);
        AckHashLanes.Run(path, ToCheck(slab, valid).With(in slab.Keys[0]));
        Assert.DoesNotContain((byte)1, valid);
    }

    [Theory]
    [MemberData(nameof(LaneCases.PathsAndMessages), MemberType = typeof(LaneCases))]
    public void Each_slot_is_hashed_with_its_own_key(LanePath path, int messageLength)
    {
        for (int count = 0; count <= 40; count++)
        {
            AckSlab<TState> slab = new(seed: 300 + count, count, messageLength, keyCount: 9);
            byte[] expected = slab.HashedByLibrary(Enumerable.Range(0, count));
            AckHashLanes.Run(path, ToWrite(slab).With(slab.Keys, slab.KeyIndex));
            Assert.Equal(expected, slab.Octets);

            bool[] good = slab.SpoilAThird();
            byte[] valid = new byte[count];
            AckHashLanes.Run(path, ToCheck(slab, valid).With(slab.Keys, slab.KeyIndex));
            Assert.Equal(good, valid.Select(verdict => verdict == 1));
        }
    }

    [Theory]
    [MemberData(nameof(LaneCases.PathsAndMessages), MemberType = typeof(LaneCases))]
    public void Only_the_listed_slots_are_done(LanePath path, int messageLength)
    {
        for (int round = 0; round < 20; round++)
        {
            AckSlab<TState> slab = new(seed: 500 + round, count: 60, messageLength, keyCount: 9, gap: 1);
            int[] slots = slab.SomeSlots();
            int[] keyIndex = [.. slots.Select(slot => slab.KeyIndex[slot])];
            byte[] expected = slab.HashedByLibrary(slots);
            AckHashLanes.Run(
                path,
                AckHashBatch<TState>.ToWrite(slab.Octets, slab.Stride, slots, messageLength)
                    .With(slab.Keys, keyIndex));
            Assert.Equal(expected, slab.Octets);

            bool[] good = slab.SpoilAThird();
            byte[] valid = new byte[slots.Length];
            AckHashLanes.Run(
                path,
                AckHashBatch<TState>.ToCheck(slab.Octets, slab.Stride, slots, messageLength, valid)
                    .With(slab.Keys, keyIndex));
            Assert.Equal(slots.Select(slot => good[slot]), valid.Select(verdict => verdict == 1));
        }
    }

    [Fact]
    public void The_public_methods_do_what_their_arguments_say()
    {
        AckSlab<TState> slab = new(seed: 4, count: 50, messageLength: 20, keyCount: 3);
        Array.Clear(slab.KeyIndex);
        int[] slots = slab.SomeSlots();
        int[] firstKey = new int[slots.Length];
        byte[] valid = new byte[slab.Count];
        byte[] expected = slab.HashedByLibrary(slots);

        AckHashLanes.Write(slab.Octets, slab.Stride, slots, 20, in slab.Keys[0]);
        Assert.Equal(expected, slab.Octets);
        AckHashLanes.Check(slab.Octets, slab.Stride, slab.Count, 20, in slab.Keys[0], valid);
        Assert.Equal(Enumerable.Range(0, slab.Count).Select(slots.Contains), valid.Select(verdict => verdict == 1));
        Array.Clear(valid);
        AckHashLanes.Check(slab.Octets, slab.Stride, slots, 20, in slab.Keys[0], valid);
        Assert.Equal(slots.Length, valid.Sum(verdict => verdict));
        Array.Clear(valid);
        AckHashLanes.Check(slab.Octets, slab.Stride, slots, 20, slab.Keys, firstKey, valid);
        Assert.Equal(slots.Length, valid.Sum(verdict => verdict));

        foreach (int slot in slots)
        {
            slab.HashOf(slot).Clear();
        }

        AckHashLanes.Write(slab.Octets, slab.Stride, slots, 20, slab.Keys, firstKey);
        Assert.Equal(expected, slab.Octets);
        AckHashLanes.Write(slab.Octets, slab.Stride, slab.Count, 20, in slab.Keys[0]);
        Assert.Equal(slab.HashedByLibrary(Enumerable.Range(0, slab.Count)), slab.Octets);
    }

    [Fact]
    public void Arguments_that_reach_beyond_the_slab_or_the_keys_are_refused()
    {
        AckSlab<TState> slab = new(seed: 5, count: 3, messageLength: 20);
        byte[] valid = new byte[8];
        byte[] octets = slab.Octets;
        TState key = slab.Keys[0];
        int stride = slab.Stride;
        Refused(() => AckHashLanes.Write(octets, stride, 4, 20, in key));
        Refused(() => AckHashLanes.Write(octets, stride, -1, 20, in key));
        Refused(() => AckHashLanes.Write(octets, stride - 1, 3, 20, in key));
        Refused(() => AckHashLanes.Write(octets, stride, 2, 24, in key));
        Refused(() => AckHashLanes.Write(octets.AsSpan(1), stride, 3, 20, in key));
        Refused(() => AckHashLanes.Write(octets, stride, [0, 3], 20, in key));
        Refused(() => AckHashLanes.Write(octets, stride, [0, -1], 20, in key));
        Refused(() => AckHashLanes.Check(octets, stride, 3, 20, in key, valid.AsSpan(0, 2)));
        Refused(() => AckHashLanes.Check(octets, stride, 3, 20, slab.Keys, [0, 0, 1], valid));
        Refused(() => AckHashLanes.Check(octets, stride, 3, 20, slab.Keys, [0, -1, 0], valid));
        Refused(() => AckHashLanes.Check(octets, stride, 3, 20, slab.Keys, [0, 0], valid));
        AckHashLanes.Check(octets, stride, 3, 20, slab.Keys, [0, 0, 0], valid);
    }

    [Fact]
    public void Nothing_is_allocated()
    {
        AckSlab<TState> slab = new(seed: 6, count: 100, messageLength: 20, keyCount: 9);
        int[] slots = slab.SomeSlots();
        byte[] valid = new byte[slab.Count];
        long before = 0;
        for (int run = 0; run < 2; run++)
        {
            // The first run compiles.
            before = GC.GetAllocatedBytesForCurrentThread();
            AckHashLanes.Write(slab.Octets, slab.Stride, slab.Count, 20, slab.Keys, slab.KeyIndex);
            AckHashLanes.Check(slab.Octets, slab.Stride, slab.Count, 20, slab.Keys, slab.KeyIndex, valid);
            AckHashLanes.Check(slab.Octets, slab.Stride, slots, 20, in slab.Keys[0], valid);
            slab.Keys[0] = TState.FromKey(slab.KeyOctets[0]);
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private static void Refused(Action action) => Assert.ThrowsAny<ArgumentException>(action);

    private static void CompareWithLibrary(int messageLength, int seed, int count)
    {
        AckSlab<TState> slab = new(seed, count, messageLength);
        byte[] original = [.. slab.Octets];
        byte[] expected = slab.HashedByLibrary(Enumerable.Range(0, count));
        byte[] valid = new byte[count];
        foreach (LanePath path in Enum.GetValues<LanePath>())
        {
            original.CopyTo(slab.Octets, 0);
            AckHashLanes.Run(path, ToWrite(slab).With(in slab.Keys[0]));
            Assert.True(expected.AsSpan().SequenceEqual(slab.Octets), $"{path}, seed {seed}: a HASH written differs");

            bool[] good = slab.SpoilAThird();
            AckHashLanes.Run(path, ToCheck(slab, valid).With(in slab.Keys[0]));
            for (int slot = 0; slot < count; slot++)
            {
                if (valid[slot] != (good[slot] ? 1 : 0))
                {
                    Assert.Fail($"{path}, seed {seed}: slot {slot} is judged {valid[slot]}");
                }
            }
        }
    }

    private static AckHashBatch<TState> ToWrite(AckSlab<TState> slab) =>
        AckHashBatch<TState>.ToWrite(slab.Octets, slab.Stride, slab.Count, slab.MessageLength);

    private static AckHashBatch<TState> ToCheck(AckSlab<TState> slab, Span<byte> valid) =>
        AckHashBatch<TState>.ToCheck(slab.Octets, slab.Stride, slab.Count, slab.MessageLength, valid);
}

public sealed class AckHashLanes256Tests : AckHashLanesTests<HmacState256>;

public sealed class AckHashLanes512Tests : AckHashLanesTests<HmacState512>;
