using GdoiSim.Protocol;

namespace GdoiSim.Analysis.Calibration;

/// <summary>What <see cref="AckBenchmark"/> measures.</summary>
public sealed record AckBenchmarkOptions
{
    /// <summary>Fewest members a core: below, starting together would weigh more than the work.</summary>
    public const int LeastMembersPerCore = 100;

    /// <summary>Most members; their acknowledgements are in memory at once.</summary>
    public const int MostMembers = 10_000_000;

    /// <summary>Most datagrams for each good one: at 90 % bad ones there are ten.</summary>
    public const double LargestBadShare = 0.9;

    /// <summary>Members of the group, all resident.</summary>
    public int Members { get; init; } = 1_000_000;

    /// <summary>The kind of acknowledgement; not none.</summary>
    public KekAckRequested Acknowledgement { get; init; } = KekAckRequested.KekSha256;

    /// <summary>Cores, each with its own share of the members, its own ledger and its own pipeline.</summary>
    public int Cores { get; init; } = 1;

    /// <summary>How long the measurement goes on, setting up not included; at least three rounds are made.</summary>
    public TimeSpan Duration { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Share of the datagrams that are bad, 0 to 0.9, of each kind alike many.</summary>
    public double BadShare { get; init; }

    /// <summary>Root of keys and order.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Datagrams of a round.</summary>
    public long Datagrams => (long)(Members / (1 - BadShare));

    /// <exception cref="ArgumentException">Something is out of its range.</exception>
    internal void Check()
    {
        const long mostOctets = int.MaxValue - 64;
        if (Acknowledgement == KekAckRequested.None || !Enum.IsDefined(Acknowledgement))
        {
            throw new ArgumentException($"found type {Acknowledgement}; allowed: a KEK or LKH type");
        }

        if (Cores < 1 || Members < (long)LeastMembersPerCore * Cores || Members > MostMembers)
        {
            throw new ArgumentException(
                $"found {Members} members on {Cores} cores; allowed: {LeastMembersPerCore} members a core"
                + $" to {MostMembers} members");
        }

        if (!(BadShare >= 0 && BadShare <= LargestBadShare))
        {
            throw new ArgumentException($"found a bad share of {BadShare}; allowed: 0 to {LargestBadShare}");
        }

        if (Datagrams / Cores * ReceivedAcknowledgements.LongestSlot > mostOctets)
        {
            throw new ArgumentException(
                $"found {Datagrams} datagrams a round on {Cores} cores; allowed:"
                + $" {mostOctets / ReceivedAcknowledgements.LongestSlot} a core");
        }
    }
}
