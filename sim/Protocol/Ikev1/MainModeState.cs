namespace GdoiSim.Protocol.Ikev1;

/// <summary>What a side of a main mode waits for (RFC 2409 section 5.1).</summary>
public enum MainModeState
{
    /// <summary>The SA payload of the other side.</summary>
    AwaitingProposal,

    /// <summary>Its Diffie-Hellman value and nonce.</summary>
    AwaitingKeyExchange,

    /// <summary>Its identity and signature.</summary>
    AwaitingAuthentication,

    /// <summary>Nothing: both are authenticated.</summary>
    Established,
}
