using System.Text.Json.Serialization;

namespace PixelGpt.Studio.Contracts;

/// <summary>A message of an editor to the studio. Its property <c>type</c> selects the kind.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(HelloRequest), "hello")]
[JsonDerivedType(typeof(DrawRequest), "draw")]
[JsonDerivedType(typeof(CancelRequest), "cancel")]
internal abstract record EditorRequest;

/// <summary>The first message of a connection.</summary>
internal sealed record HelloRequest : EditorRequest
{
    /// <summary>The version of the protocol, 1.</summary>
    public required int Version { get; set; }

    /// <summary>The API key, if the studio has one and the request to connect did not send it as a header.</summary>
    public string? ApiKey { get; set; }

    /// <summary>The model whose sizes are asked for.</summary>
    public string Model { get; set; } = "built-in";
}

/// <summary>Asks for candidates of a picture. Properties that are left out have their default values.</summary>
internal sealed record DrawRequest : EditorRequest
{
    /// <summary>A number of the client's choice, which the replies to this request have.</summary>
    public required int Id { get; set; }

    /// <summary>The model's id.</summary>
    public string Model { get; set; } = "built-in";

    /// <summary>The width of the picture; required with pixels.</summary>
    public int Width { get; set; }

    /// <summary>The height of the picture; required with pixels.</summary>
    public int Height { get; set; }

    /// <summary>The pixels in base64: four bytes each (red, green, blue, alpha), rows from top to bottom. Exactly one of pixels and image is required.</summary>
    public byte[]? Pixels { get; set; }

    /// <summary>A picture file in base64 instead of pixels.</summary>
    public byte[]? Image { get; set; }

    /// <summary>The pixels to draw in base64: one byte per pixel, 0 for given pixels. If it is left out, transparent pixels are drawn.</summary>
    public byte[]? Mask { get; set; }

    /// <summary>Colours #rrggbb that the model may use besides those of the picture; null for none.</summary>
    public IReadOnlyList<string>? Colors { get; set; }

    /// <summary>The number of candidates, 1 to 16.</summary>
    public int Count { get; set; } = 4;

    /// <summary>The position of the slider from tame (0) to wild (100).</summary>
    public double Wildness { get; set; } = 50;

    /// <summary>The random seed.</summary>
    public ulong Seed { get; set; }
}

/// <summary>Stops the drawing.</summary>
internal sealed record CancelRequest : EditorRequest;
