namespace GdoiSim.Protocol.Crypto;

/// <summary>One side of a Diffie-Hellman exchange (RFC 2409 section 5).</summary>
public interface IKeyAgreement
{
    public DiffieHellmanGroup Group { get; }

    /// <summary>The public value, in the length of the group.</summary>
    public ReadOnlySpan<byte> PublicValue { get; }

    /// <summary>Computes the shared secret.</summary>
    /// <param name="peerPublicValue">Any octets.</param>
    /// <param name="secret">Exactly <see cref="DiffieHellmanGroupExtensions.SecretLength"/> octets.</param>
    /// <returns>
    /// False if the peer's value has another length, is 0, 1 or p − 1 or above, or is no point of the curve.
    /// </returns>
    public bool TryAgree(ReadOnlySpan<byte> peerPublicValue, Span<byte> secret);
}
