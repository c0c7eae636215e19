namespace GdoiSim.Protocol.Payloads;

/// <summary>Constants of the group domain of interpretation.</summary>
public static class GdoiDomain
{
    /// <summary>The DOI value of GDOI (RFC 6407 section 5.2).</summary>
    public const uint DomainOfInterpretation = 2;

    /// <summary>UDP port of GDOI (RFC 6407 section 2.2).</summary>
    public const ushort UdpPort = 848;
}
