namespace PixelGpt.Evaluation.Features.Inception;

/// <summary>The two variants of Inception v3 that are used for FID. They have the same layers but different weights, pooling and preprocessing.</summary>
internal enum InceptionVariant
{
    /// <summary>torchvision's <c>inception_v3(transform_input=False)</c>: average pools count padding as 0; pictures are resized as Pillow does and normalised with the mean and standard deviation of ImageNet.</summary>
    Torchvision,

    /// <summary>
    /// pytorch-fid's port of the 2015 network: average pools ignore padding, the last block has a max pool instead of an
    /// average pool; pictures are resized in float without corner alignment and scaled to [−1, 1].
    /// </summary>
    PytorchFid,
}
