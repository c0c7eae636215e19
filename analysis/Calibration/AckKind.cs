namespace GdoiSim.Analysis.Calibration;

/// <summary>What arrives at a key server's socket, as a measurement sends it.</summary>
public enum AckKind
{
    /// <summary>Genuine and new: it has to be accepted.</summary>
    Good,

    /// <summary>Of a member that has not answered yet, but with a wrong HASH: the dearest to refuse.</summary>
    Forged,

    /// <summary>A member's acknowledgement of the rekey before, recorded and sent again: a duplicate.</summary>
    Replayed,

    /// <summary>Its last octet is missing.</summary>
    Malformed,

    /// <summary>Under cookies that no group of the server has.</summary>
    UnknownGroup,
}
