namespace GdoiSim.Protocol.Inspection;

/// <summary>Something for which a message is refused, and where it is.</summary>
/// <param name="Offset">Its first octet, counted from the start of the message.</param>
/// <param name="Length">Its octets; 0 where something is missing.</param>
/// <param name="Reason">The reason that counters and result files use.</param>
/// <param name="Found">What stands there.</param>
/// <param name="Allowed">What may stand there.</param>
public sealed record InspectionProblem(int Offset, int Length, DiscardReason Reason, string Found, string Allowed)
{
    /// <summary>The octets in words: "octet 24", "octets 24 to 27", "before octet 24".</summary>
    public string Place => Length switch
    {
        0 => $"before octet {Offset}",
        1 => $"octet {Offset}",
        _ => $"octets {Offset} to {Offset + Length - 1}",
    };
}

/// <summary>Something worth knowing that is no reason to refuse the message.</summary>
/// <param name="Offset">The octet that it is about.</param>
/// <param name="Text">What is to be known.</param>
public sealed record InspectionNote(int Offset, string Text);

/// <summary>What became of a check that needs a key.</summary>
public enum CheckOutcome : byte
{
    /// <summary>No key for it was given.</summary>
    NotChecked = 0,

    Passed = 1,

    Failed = 2,
}

/// <summary>A check that needs a key: decryption, SIG or HASH.</summary>
/// <param name="Subject">What was checked.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="Detail">Which key and which reading of the standard fitted, or why there was no check.</param>
public sealed record InspectionCheck(string Subject, CheckOutcome Outcome, string Detail);
