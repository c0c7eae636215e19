using GdoiSim.Kernel;
using GdoiSim.Protocol.Lkh;
using GdoiSim.Protocol.Messages;

namespace GdoiSim.Group;

/// <summary>
/// A logical key hierarchy (RFC 2627 section 5.4, RFC 6407 section 5.6.3): each member holds the keys from its leaf to
/// the root, and the root's is the KEK. Whoever is removed is left out of the next keys by a GROUPKEY-PUSH with update
/// arrays; a new TEK follows under the new KEK.
/// </summary>
public sealed record HierarchyOptions
{
    /// <summary>Children of an inner node, 2 to 16.</summary>
    public int Degree { get; init; } = 2;

    /// <summary>How encrypted keys are put together to update arrays.</summary>
    public LkhPacking Packing { get; init; } = LkhPacking.PathToRoot;

    /// <summary>
    /// Octets of the largest message with update arrays; a larger update is split into several messages, each numbered
    /// and acknowledged by itself. At most what UDP takes.
    /// </summary>
    public int LargestMessage { get; init; } = GroupkeyPush.MaximumLength;

    /// <summary>
    /// From one message of an update to the next, and from the last to the rekey that brings the new TEK. A member that
    /// has taken the next message takes no repeat of the one before.
    /// </summary>
    public SimDuration Interval { get; init; } = SimDuration.FromSeconds(10L);

    /// <summary>Members that are removed for good, whatever they acknowledge, in any order.</summary>
    public IReadOnlyList<Removal> Removals { get; init; } = [];
}

/// <summary>Members that the group's owner removes: a router that was stolen, a branch that is closed.</summary>
/// <param name="At">When, counted from the start of the run.</param>
/// <param name="Members">Who, by index.</param>
public sealed record Removal(SimDuration At, IReadOnlyList<int> Members);
