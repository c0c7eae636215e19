namespace GdoiSim.Group;

/// <summary>What the updates of a hierarchy came to.</summary>
internal sealed class HierarchyTally
{
    /// <summary>Times that an update left a member out.</summary>
    internal long Removed { get; set; }

    /// <summary>Times that an update let a member in again.</summary>
    internal long Joined { get; set; }

    /// <summary>Messages with update arrays, repeats not counted.</summary>
    internal long Messages { get; set; }

    /// <summary>Encrypted keys in them.</summary>
    internal long Keys { get; set; }

    /// <summary>Their octets.</summary>
    internal long Octets { get; set; }

    /// <summary>
    /// Members of the tree whose own KEK opens the last message under the newest KEK; null if there was none.
    /// </summary>
    internal long? Readers { get; set; }

    /// <summary>The same, members that were left out.</summary>
    internal long? RemovedReaders { get; set; }
}
