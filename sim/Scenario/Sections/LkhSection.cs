using GdoiSim.Group;
using GdoiSim.Kernel;
using GdoiSim.Protocol.Lkh;
using GdoiSim.Protocol.Messages;

namespace GdoiSim.Scenario;

/// <summary>The key hierarchy, and who is removed by it.</summary>
public sealed record LkhSection
{
    [Key("Children of an inner node of the tree of keys.", Least = "2", Most = "16")]
    public int Degree { get; init; } = 2;

    [Key(
        "How encrypted keys are put together: path-to-root, an array with all that a member needs; chains, each key "
        + "once, the fewest octets; key-per-array.")]
    public LkhPacking Packing { get; init; } = LkhPacking.PathToRoot;

    [Key("Octets of the longest message; a larger update is split into several, each acknowledged.", Least = "1")]
    public OctetCount LargestMessage { get; init; } = new(GroupkeyPush.MaximumLength);

    [Key(
        "From one message of an update to the next, and to the rekey with a new TEK that ends it. The next one ends "
        + "the repeats of the one before.",
        Default = "retransmit.interval times one more than retransmit.count, 5 at most",
        Least = "1ms")]
    public SimDuration? Interval { get; init; }

    [Key("Members that the group's owner removes for good.")]
    public IReadOnlyList<RemovalSection> Remove { get; init; } = [];

    internal HierarchyOptions OptionsFor(RetransmitSection retransmit) => new()
    {
        Degree = Degree,
        Packing = Packing,
        LargestMessage = (int)Math.Min(LargestMessage.Octets, int.MaxValue),
        Interval = Interval
            ?? SimDuration.FromNanoseconds(retransmit.Interval.Nanoseconds * (Math.Min(retransmit.Count.Value, 5) + 1)),
        Removals =
        [
            .. Remove.Select(removal => new Removal(
                removal.At, [.. removal.Members.Numbers.Select(number => number - 1)])),
        ],
    };
}

/// <summary>Some members that are removed together.</summary>
public sealed record RemovalSection
{
    [Key("When.")]
    public required SimDuration At { get; init; }

    [Key("Which members, numbered from 1.")]
    public required MemberRanges Members { get; init; }
}
