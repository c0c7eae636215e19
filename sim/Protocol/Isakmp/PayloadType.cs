namespace GdoiSim.Protocol.Isakmp;

/// <summary>Next Payload values (RFC 2408 section 3.1; from 15 on RFC 6407 section 5).</summary>
public enum PayloadType : byte
{
    /// <summary>No payload follows.</summary>
    None = 0,

    /// <summary>SA.</summary>
    SecurityAssociation = 1,

    Proposal = 2,

    Transform = 3,

    /// <summary>KE.</summary>
    KeyExchange = 4,

    /// <summary>ID.</summary>
    Identification = 5,

    Certificate = 6,

    CertificateRequest = 7,

    /// <summary>HASH.</summary>
    Hash = 8,

    /// <summary>SIG.</summary>
    Signature = 9,

    Nonce = 10,

    Notification = 11,

    /// <summary>D.</summary>
    Delete = 12,

    VendorId = 13,

    /// <summary>SAK: an SA attribute payload inside SA.</summary>
    SaKek = 15,

    /// <summary>SAT: an SA attribute payload inside SA.</summary>
    SaTek = 16,

    /// <summary>KD.</summary>
    KeyDownload = 17,

    /// <summary>SEQ.</summary>
    SequenceNumber = 18,

    /// <summary>GAP: inside SA, or a payload of its own in the third message of a GROUPKEY-PULL.</summary>
    GroupAssociatedPolicy = 22,
}

/// <summary>Questions about <see cref="PayloadType"/>.</summary>
public static class PayloadTypeExtensions
{
    /// <summary>Whether RFC 2408 or RFC 6407 defines the value (0, "none", included).</summary>
    public static bool IsDefined(this PayloadType type) =>
        type is <= PayloadType.VendorId
            or (>= PayloadType.SaKek and <= PayloadType.SequenceNumber)
            or PayloadType.GroupAssociatedPolicy;
}
