namespace GdoiSim.Protocol.Isakmp;

/// <summary>Exchange types of the GDOI (RFC 8263 section 8).</summary>
public enum ExchangeType : byte
{
    /// <summary>Registration (RFC 6407 section 3).</summary>
    GroupkeyPull = 32,

    /// <summary>Rekey (RFC 6407 section 4).</summary>
    GroupkeyPush = 33,

    /// <summary>Acknowledgement of a rekey (RFC 8263 section 3).</summary>
    GroupkeyPushAck = 35,
}
