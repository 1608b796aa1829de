using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;
using PixelGpt.Studio.Contracts;

namespace PixelGpt.Studio.Api;

/// <summary>Checks the charset of request bodies, of which ASP.NET Core reports unknown ones as internal errors.</summary>
internal static class RequestCharset
{
    private const string Utf8 = "utf-8";

    /// <summary>Checks a request before its body is read.</summary>
    /// <exception cref="ApiException">The body has another charset than UTF-8.</exception>
    public static void Check(HttpContext context)
    {
        if (context.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody != true || !MediaTypeHeaderValue.TryParse(context.Request.ContentType, out MediaTypeHeaderValue? type)) return;
        string charset = HeaderUtilities.RemoveQuotes(type.Charset).ToString();
        if (charset.Length > 0 && !charset.Equals(Utf8, StringComparison.OrdinalIgnoreCase))
            throw new ApiException(StatusCodes.Status415UnsupportedMediaType, $"the request body must be JSON in UTF-8 (got the charset '{Excerpt.Of(charset)}')");
    }
}
