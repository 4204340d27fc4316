# A module of one's own: OpenTofu makes it, and Slipway shows each of its resources.

variable "size" {
  description = "Bytes of chance in the name of the site."
  type        = number
  default     = 2
}

resource "random_id" "suffix" {
  byte_length = var.size
}

resource "terraform_data" "site" {
  input = "site-${random_id.suffix.hex}"
}

output "site" {
  value = terraform_data.site.output
}
