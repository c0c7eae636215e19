namespace GdoiSim.Protocol.Isakmp;

/// <summary>Exchange types of ISAKMP and the GDOI (RFC 2408 section 3.1, RFC 8263 section 8).</summary>
public enum ExchangeType : byte
{
    /// <summary>Identity Protection: IKE's main mode, phase 1 of a registration (RFC 2409 section 5).</summary>
    IdentityProtection = 2,

    /// <summary>Informational (RFC 2408 section 4.8): known by name only.</summary>
    Informational = 5,

    /// <summary>Registration (RFC 6407 section 3).</summary>
    GroupkeyPull = 32,

    /// <summary>Rekey (RFC 6407 section 4).</summary>
    GroupkeyPush = 33,

    /// <summary>Acknowledgement of a rekey (RFC 8263 section 3).</summary>
    GroupkeyPushAck = 35,
}
