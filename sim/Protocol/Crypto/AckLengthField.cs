namespace GdoiSim.Protocol.Crypto;

/// <summary>
/// How L, the two octets at the end of the key derivation's input, is read (RFC 8263 section 3.2). The RFC says both
/// "the number of bits in the ack_key" and "512 bits for PRF-HMAC-SHA-256", which is twice that. Two sides that read
/// it differently derive different keys, and every acknowledgement between them fails.
/// </summary>
public enum AckLengthField : byte
{
    /// <summary>The prf's block in bits, 512 or 1024: the RFC's own example, and what IEC 62351-9 prescribes.</summary>
    Block = 0,

    /// <summary>The prf's output in bits, 256 or 512: the other reading.</summary>
    Output = 1,
}
