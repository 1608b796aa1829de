using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using PixelGpt.Studio.Api.Description;
using PixelGpt.Studio.Contracts;
using PixelGpt.Studio.Inference;

namespace PixelGpt.Studio.Api;

/// <summary>The resource <c>/palettes</c>: reads palette files.</summary>
internal static class PaletteEndpoints
{
    private const int MaxColors = 255;
    private const int MaxNameLength = 255;

    /// <summary>Maps the endpoints.</summary>
    public static RouteGroupBuilder MapPalettes(this RouteGroupBuilder group)
    {
        group.MapGroup("/palettes").WithTags("Palettes").MapPost("/import", ImportAsync)
            .WithName("importPalette")
            .WithSummary("Returns the different colours of a palette file (GIMP, JASC, Lospec, Paint.NET, Adobe, Aseprite, 768 bytes) or of any picture. The notes say what was changed.")
            .WithProblems();
        return group;
    }

    private static async Task<Ok<PaletteBody>> ImportAsync(PaletteFileBody body, PictureWork work, CancellationToken cancellationToken)
    {
        InputException.Check(body.MaxColors is >= 1 and <= MaxColors, "max_colors", body.MaxColors, $"1 to {MaxColors}");
        InputException.Check(body.Name.Length <= MaxNameLength, "the length of 'name'", body.Name.Length, $"at most {MaxNameLength}");
        (IReadOnlyList<string> colors, IReadOnlyList<string> notes) =
            await work.RunAsync(() => PaletteReader.Read(body.File, body.Name.Length == 0 ? "palette" : body.Name, body.MaxColors, cancellationToken), cancellationToken);
        return TypedResults.Ok(new PaletteBody(colors, notes));
    }
}
