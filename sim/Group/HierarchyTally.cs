namespace GdoiSim.Group;

/// <summary>What happens next in an update of a hierarchy.</summary>
internal enum HierarchyStep
{
    /// <summary>There is nothing to change.</summary>
    Nothing,

    /// <summary>A message with update arrays goes out.</summary>
    SendUpdate,

    /// <summary>A rekey with a new TEK goes out under the new KEK.</summary>
    Rekey,

    /// <summary>The update is over: who was let in may register.</summary>
    Ended,
}

/// <summary>What the updates of a hierarchy came to.</summary>
internal sealed class HierarchyTally
{
    /// <summary>Members that updates left out.</summary>
    internal long Removed { get; set; }

    /// <summary>Members that updates let in again.</summary>
    internal long Joined { get; set; }

    /// <summary>Messages with update arrays, repeats not counted.</summary>
    internal long Messages { get; set; }

    /// <summary>Encrypted keys in them.</summary>
    internal long Keys { get; set; }

    /// <summary>Their octets.</summary>
    internal long Octets { get; set; }

    /// <summary>Members of the tree whose own KEK opens the last message of the run.</summary>
    internal long Readers { get; set; }

    /// <summary>The same, members that were removed.</summary>
    internal long RemovedReaders { get; set; }
}
