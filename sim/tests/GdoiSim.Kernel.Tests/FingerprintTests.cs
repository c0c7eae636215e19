using System.Globalization;
using Xunit;

namespace GdoiSim.Kernel.Tests;

public sealed class FingerprintTests
{
    [Fact]
    public void Parts_merge_to_the_whole_in_any_order()
    {
        Fingerprint whole = default;
        Fingerprint even = default;
        Fingerprint odd = default;
        for (int i = 0; i < 100; i++)
        {
            whole.Add(new SimTime(i * i), i % 5, i, (ulong)i);
        }

        for (int i = 99; i >= 0; i--)
        {
            if (i % 2 == 0)
            {
                even.Add(new SimTime(i * i), i % 5, i, (ulong)i);
            }
            else
            {
                odd.Add(new SimTime(i * i), i % 5, i, (ulong)i);
            }
        }

        odd.Merge(in even);
        Assert.Equal(whole, odd);
        Assert.Equal(whole.ToString(), odd.ToString());
    }

    [Fact]
    public void Repeating_a_step_changes_the_value()
    {
        Fingerprint once = Of(1, 2, 3, 4);
        Fingerprint twice = once;
        twice.Merge(in once);
        Assert.True(twice != once && twice != default);
    }

    /// <summary>A change of any one bit of a step changes about half of the 128 bits.</summary>
    [Fact]
    public void Every_bit_of_a_step_counts()
    {
        HashSet<UInt128> seen = [Value(Of(1L << 40, 17, 12345, 99))];
        double changed = 0;
        for (int bit = 0; bit < 63 + 31 + 32 + 64; bit++)
        {
            Fingerprint other =
                bit < 63 ? Of((1L << 40) ^ (1L << bit), 17, 12345, 99)
                : bit < 94 ? Of(1L << 40, 17 ^ (1 << (bit - 63)), 12345, 99)
                : bit < 126 ? Of(1L << 40, 17, 12345 ^ (1 << (bit - 94)), 99)
                : Of(1L << 40, 17, 12345, 99 ^ (1UL << (bit - 126)));
            UInt128 difference = Value(other) ^ seen.First();
            changed += (double)UInt128.PopCount(difference);
            Assert.True(seen.Add(Value(other)), $"bit {bit}");
            Assert.InRange((int)UInt128.PopCount(difference), 32, 96);
        }

        Assert.InRange(changed / 190, 62, 66);
    }

    [Fact]
    public void Steps_that_swap_their_parts_differ() =>
        Assert.Equal(6, new HashSet<UInt128>(
            from parts in new[] { (1, 2, 3), (1, 3, 2), (2, 1, 3), (2, 3, 1), (3, 1, 2), (3, 2, 1) }
            select Value(Of(parts.Item1, parts.Item2, parts.Item3, 0))).Count);

    /// <summary>Fingerprints are compared across versions: what makes them up must not change unnoticed.</summary>
    [Fact]
    public void The_value_of_a_known_trajectory_stays()
    {
        Fingerprint fingerprint = default;
        Assert.Equal("00000000000000000000000000000000", fingerprint.ToString());
        fingerprint.Add(new SimTime(5_000_000_000), 3, 42);
        fingerprint.Add(new SimTime(5_000_000_001), 4, 42, 7);
        Assert.Equal("dce8e21a6b7dd16d70b397c0996c02bc", fingerprint.ToString());
    }

    private static Fingerprint Of(long time, int kind, int entity, ulong detail)
    {
        Fingerprint fingerprint = default;
        fingerprint.Add(new SimTime(time), kind, entity, detail);
        return fingerprint;
    }

    private static UInt128 Value(Fingerprint fingerprint) =>
        UInt128.Parse(fingerprint.ToString(), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
