using System.Runtime.Intrinsics;
using GdoiSim.Kernel.Randomness;
using Xunit;

namespace GdoiSim.Kernel.Tests.Randomness;

public sealed class PhiloxTests
{
    // Random123, kat_vectors, "philox4x32 10": counter, key, output.
    public static TheoryData<uint[], uint[], uint[]> KnownAnswers => new()
    {
        { [0, 0, 0, 0], [0, 0], [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8] },
        {
            [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff], [0xffffffff, 0xffffffff],
            [0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd]
        },
        {
            [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344], [0xa4093822, 0x299f31d0],
            [0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1]
        },
    };

    [Theory]
    [MemberData(nameof(KnownAnswers))]
    public void Scalar_block_gives_the_published_words(uint[] counter, uint[] key, uint[] expected)
    {
        uint[] x = [.. counter];
        Philox.Block(key[0], key[1], ref x[0], ref x[1], ref x[2], ref x[3]);
        Assert.Equal(expected, x);
    }

    [Theory]
    [MemberData(nameof(KnownAnswers))]
    public void Every_lane_of_Vector512_gives_the_published_words(uint[] counter, uint[] key, uint[] expected)
    {
        Vector512<ulong>[] x = [.. counter.Select(word => Vector512.Create((ulong)word))];
        Vector512<ulong>[] keys = new Vector512<ulong>[Philox.KeyWords];
        Philox.ExpandKey(key[0], key[1], keys.AsSpan());
        Philox.Block(in keys[0], ref x[0], ref x[1], ref x[2], ref x[3]);
        for (int word = 0; word < 4; word++)
        {
            Assert.All(Enumerable.Range(0, 8), lane => Assert.Equal(expected[word], (uint)x[word][lane]));
        }
    }

    [Theory]
    [MemberData(nameof(KnownAnswers))]
    public void Every_lane_of_Vector256_gives_the_published_words(uint[] counter, uint[] key, uint[] expected)
    {
        Vector256<ulong>[] x = [.. counter.Select(word => Vector256.Create((ulong)word))];
        Vector256<ulong>[] keys = new Vector256<ulong>[Philox.KeyWords];
        Philox.ExpandKey(key[0], key[1], keys.AsSpan());
        Philox.Block(in keys[0], ref x[0], ref x[1], ref x[2], ref x[3]);
        for (int word = 0; word < 4; word++)
        {
            Assert.All(Enumerable.Range(0, 4), lane => Assert.Equal(expected[word], (uint)x[word][lane]));
        }
    }
}
