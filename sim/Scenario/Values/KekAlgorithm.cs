namespace GdoiSim.Scenario;

/// <summary>Cipher of the rekey SA (RFC 6407 section 5.3.3).</summary>
public enum KekAlgorithm
{
    /// <summary>KEK_ALG_AES with 128 bits.</summary>
    Aes128Cbc,

    /// <summary>KEK_ALG_AES with 256 bits.</summary>
    Aes256Cbc,
}
