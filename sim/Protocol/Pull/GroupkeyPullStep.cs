namespace GdoiSim.Protocol.Pull;

/// <summary>The four messages of a GROUPKEY-PULL (RFC 6407 section 3.2).</summary>
public enum GroupkeyPullStep
{
    /// <summary>Member: HDR*, HASH(1), Ni, ID.</summary>
    Request = 1,

    /// <summary>Key server: HDR*, HASH(2), Nr, SA.</summary>
    Policy = 2,

    /// <summary>Member: HDR*, HASH(3) [, GAP].</summary>
    Proof = 3,

    /// <summary>Key server: HDR*, HASH(4), [SEQ,] KD.</summary>
    Keys = 4,
}
